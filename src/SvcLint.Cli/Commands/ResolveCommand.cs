using System.Globalization;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Cluster;
using SvcLint.Model;
using SvcLint.Names;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint resolve NAME PATH...</c>: what DNS in the cluster answers.</summary>
internal sealed class ResolveCommand : Command
{
    private static readonly Option Type = new("--type", "TYPE", "Default A and AAAA") { Choices = [.. Enum.GetNames<DnsType>()] };
    private static readonly Option From = new("--from", "SOURCE", "Walk the search list of a pod of NAMESPACE, pod/NAMESPACE/NAME or workload/NAMESPACE/NAME; without it NAME is a full name");
    private static readonly Option Libc = new("--libc", "LIBRARY", "Whose getaddrinfo walks: glibc (default) or musl, which Alpine has") { Choices = ["glibc", "musl"] };
    private static readonly Option Ndots = new("--ndots", "N", "From so many dots on NAME is asked as it is first; default the pod's, else 5");
    private static readonly Option Domain = new("--cluster-domain", "DOMAIN", "Default: that of a Corefile in the input, else of svclint.yaml, else cluster.local");
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json"] };

    public override string Name => "resolve";

    public override string Operands => "NAME [PATH...]";

    public override string Summary => "Answer a name as the cluster's DNS does, or as a pod walks its search list";

    public override IReadOnlyList<Option> Options { get; } =
        [Type, From, Libc, Ndots, Domain, Format, EmulationArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("svclint resolve db-0.db.shop.svc.cluster.local deploy", "the addresses of one pod's name"),
        ("svclint resolve _http._tcp.web.shop.svc.cluster.local --type SRV deploy", "the ports of a Service"),
        ("svclint resolve registry.dev --from shop --libc musl deploy", "which names a pod of namespace shop tries, and which one answers"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "the name has an answer"),
        (ExitStatus.Findings, "it has none"),
        (ExitStatus.Usage, "the command line makes no sense, or leaves a choice"),
        (ExitStatus.Trouble, "an input could not be read, or svclint itself failed"),
        (ExitStatus.Unknown, "servers outside the cluster decide"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        var name = arguments.Operands.Count > 0 ? arguments.Operands[0] : throw new UsageException("resolve needs a NAME");
        if (arguments.Has(From) && arguments.Has(Type))
        {
            throw new UsageException("--type is for a full name; with --from both address families are asked");
        }

        var rest = new Arguments(arguments.Options, [.. arguments.Operands.Skip(1)]);
        if (EmulationArguments.Open(rest, host) is not { } session)
        {
            return ExitStatus.Trouble;
        }

        var written = EmulationArguments.ClusterOf(session, rest);
        EmulationArguments.SayUnread(session, written, host);
        var unit = EmulationArguments.Held(written, rest, host);
        var server = arguments.Value(Domain) is { } domain ? DnsServer.Of(unit.Objects, domain) : DnsServer.Assuming(unit.Objects, unit.Facts.ClusterDomain);
        var dns = new ClusterDns(unit.Objects, server, EmulationArguments.VersionOf(rest, unit));
        var isJson = arguments.Value(Format) == "json";
        var paint = InputArguments.Paint(arguments, Host.OutputIsTerminal);
        var status = arguments.Value(From) is { } from ? Walk(dns, name, ResolverOf(from, unit, dns, arguments), isJson) : Ask(dns, name);
        return EmulationArguments.IsPartlyUnread(session, written) ? ExitStatus.Trouble
            : status == ExitStatus.Findings && written.Gaps.Any(g => g.IsTemplate) ? ExitStatus.Unknown : status;

        int Ask(ClusterDns dns, string name)
        {
            var answers = arguments.Value(Type) is { } type ? [Enum.Parse<DnsType>(type)] : new[] { DnsType.A, DnsType.AAAA };
            var all = answers.Select(t => (Type: t, Answer: dns.Ask(name, t))).ToArray();
            var answer = ResolveOutput.Merge([.. all.Select(a => a.Answer)]);
            host.Print(isJson ? ResolveOutput.Json(answer) : ResolveOutput.Text(name, answers, answer, dns, paint));
            return answer.Code == DnsCode.NoError && (answer.HasAddress || answer.OutsideTarget is null) ? ExitStatus.Clean
                : answer.Code == DnsCode.Outside || answer.OutsideTarget is not null || all.Any(a => a.Answer.IsAssumed) ? ExitStatus.Unknown : ExitStatus.Findings;
        }

        int Walk(ClusterDns dns, string name, (PodResolver Resolver, string Text) source, bool isJson)
        {
            var library = arguments.Value(Libc) == "musl" ? CLibrary.Musl : CLibrary.Glibc;
            var walk = NameWalk.Of(dns, name, source.Resolver, library);
            host.Print(isJson ? ResolveOutput.Json(walk, source.Resolver) : ResolveOutput.Text(name, source.Text, walk, source.Resolver, library, dns, paint));
            return walk.Hosts.Count > 0 ? ExitStatus.Clean : walk.IsUnknown || source.Resolver.AsksNode || source.Resolver.AsksOthers ? ExitStatus.Unknown
                : walk.Answered is not null || walk.Literal is not null ? ExitStatus.Clean : ExitStatus.Findings;
        }
    }

    /// <exception cref="UsageException">There is no such pod, or a number makes no sense.</exception>
    private static (PodResolver Resolver, string Text) ResolverOf(string from, DeploymentUnit unit, ClusterDns dns, Arguments arguments)
    {
        var parts = from.Split('/');
        var (resolver, text) = parts switch
        {
            [{ Length: > 0 } @namespace] => (PodResolver.Of(@namespace, dns.Zone), $"a pod of namespace {@namespace}"),
            ["pod" or "workload", { Length: > 0 } @namespace, { Length: > 0 } name] => (OfWorkload(@namespace, name, parts[0] == "pod"), $"{parts[0]} {@namespace}/{name}"),
            _ => throw new UsageException($"--from {from}: write NAMESPACE, pod/NAMESPACE/NAME or workload/NAMESPACE/NAME"),
        };
        if (arguments.Value(Ndots) is not { } written)
        {
            return (resolver, text);
        }

        return int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var ndots)
            ? (resolver with { Ndots = ndots }, text)
            : throw new UsageException($"--ndots {written}: write a number");

        PodResolver OfWorkload(string @namespace, string name, bool isPod)
        {
            var found = unit.Workloads.Where(w => (w.Namespace ?? "default") == @namespace).Where(w => w.Name == name || (isPod && IsPodOf(w, name))).ToArray();
            return found.Length > 0
                ? PodResolver.Of(found[0].PodSpec, @namespace, dns.Zone) with { Hosts = PodHosts.Of(found[0], found[0].WorkloadKind == WorkloadKind.Pod || (isPod && IsPodOf(found[0], name)) ? name : null, dns.Zone) }
                : throw new UsageException($"--from {from}: no such {parts[0]}{Arguments.Hint(name, unit.Workloads.Where(w => (w.Namespace ?? "default") == @namespace).Select(w => w.Name ?? ""))}");
        }
    }

    private static bool IsPodOf(Workload workload, string pod) =>
        workload.WorkloadKind == WorkloadKind.StatefulSet && pod.StartsWith(workload.Name + "-", StringComparison.Ordinal) && int.TryParse(pod.AsSpan((workload.Name ?? "").Length + 1), out _);
}
