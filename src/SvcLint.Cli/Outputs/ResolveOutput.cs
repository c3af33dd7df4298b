using System.Text;
using System.Text.Json;
using SvcLint.Names;
using SvcLint.Text;

namespace SvcLint.Cli.Outputs;

/// <summary>Answers of the cluster's DNS as text and JSON.</summary>
internal static class ResolveOutput
{
    public static string Word(DnsCode code) => code switch { DnsCode.NoError => "NOERROR", DnsCode.NoData => "NODATA", _ => "NXDOMAIN" };

    /// <summary>Two families as one answer: what either has.</summary>
    public static DnsAnswer Merge(IReadOnlyList<DnsAnswer> answers)
    {
        if (answers.Count == 1)
        {
            return answers[0];
        }

        var best = answers.OrderBy(a => a.Code).First();
        return best with
        {
            Records = [.. answers.SelectMany(a => a.Records).Distinct()],
            OutsideTarget = answers.Select(a => a.OutsideTarget).FirstOrDefault(t => t is not null),
        };
    }

    public static string Json(DnsAnswer answer) => Write(json =>
    {
        json.WriteString("rcode", Word(answer.Code));
        Strings(json, "answers", answer.Records.Select(r => r.ToString()));
        Because(json, answer.Because);
        if (answer.Code == DnsCode.Outside || answer.OutsideTarget is not null)
        {
            json.WriteString("unknown", answer.OutsideTarget ?? "outside the cluster");
        }
    });

    public static string Json(NameWalk walk, PodResolver resolver) => Write(json =>
    {
        Strings(json, "tried", walk.Steps.Select(s => s.Name));
        json.WriteString("answered", walk.Answered);
        Strings(json, "answers", walk.Records.Select(r => r.ToString()));
        if (walk.Literal is { } literal)
        {
            json.WriteString("literal", literal);
        }

        Because(json, Reasons(walk));
        if (walk.Hosts.Count == 0 && (walk.IsUnknown || resolver.AsksNode || resolver.AsksOthers))
        {
            json.WriteString("unknown", resolver.IsOutside ? Elsewhere(resolver) : walk.OutsideFirst ?? walk.Last?.IPv4.OutsideTarget ?? walk.Last?.IPv6.OutsideTarget ?? "the pod does not ask the cluster's server");
        }
    });

    public static string Text(string name, IReadOnlyList<DnsType> types, DnsAnswer answer, ClusterDns dns, Paint paint)
    {
        var text = new StringBuilder();
        text.Append($"{paint.Bold(Words.OneLine(name))}  {string.Join(" and ", types)}  {(answer.Code == DnsCode.Outside ? "outside the cluster" : Word(answer.Code))}\n");
        Append(text, answer.Records, paint);
        Append(text, answer.Because, paint);
        return text.Append(Assumption(dns, paint)).ToString();
    }

    public static string Text(string name, string from, NameWalk walk, PodResolver resolver, CLibrary library, ClusterDns dns, Paint paint)
    {
        var text = new StringBuilder();
        text.Append($"{paint.Bold(Words.OneLine(name))}  from {Words.OneLine(from)}  {(library == CLibrary.Musl ? "musl" : "glibc")}, ndots {resolver.Ndots}\n");
        if (walk.Literal is { } literal)
        {
            return text.Append($"  no server is asked: the C library takes the text for the address {literal}\n").ToString();
        }

        if (walk.Hosts.Count > 0)
        {
            text.Append("  no server is asked: /etc/hosts answers\n");
            Append(text, [.. walk.Records], paint);
            Append(text, Reasons(walk), paint);
            return text.ToString();
        }

        if (walk.IsNoName)
        {
            return text.Append("  no server is asked: a label is empty or longer than 63 characters, or the name longer than 253\n").ToString();
        }

        foreach (var step in walk.Steps)
        {
            text.Append($"  {(step.Name == walk.Answered ? "->" : "  ")} {Words.OneLine(step.Name)}  {Outcome(step)}\n");
        }

        Append(text, [.. walk.Records], paint);
        Append(text, Reasons(walk), paint);
        if (resolver.IsOutside)
        {
            return text.Append($"unknown: {Words.OneLine(Elsewhere(resolver))}\n").ToString();
        }

        text.Append(walk.Answered is null && walk.IsUnknown ? $"unknown: {Words.OneLine(walk.OutsideFirst ?? name)} may exist outside the cluster\n"
            : walk.Answered is null ? "no name answers\n"
            : walk.OutsideFirst is { } first ? $"{Words.OneLine(first)} is asked first, outside the cluster; were there such a name, it would answer\n" : "");
        text.Append(resolver.AsksOthers ? "the pod asks the servers of its dnsConfig (dnsPolicy None); assumed that they know the cluster\n" : "");
        return text.Append(Assumption(dns, paint)).ToString();
    }

    private static string Elsewhere(PodResolver resolver) => resolver.PublicServer is { } server
        ? $"the pod asks {server} (dnsPolicy None), which does not know the cluster's names"
        : "the pod asks its node's servers (dnsPolicy Default, or the host's network), which do not know the cluster's names";

    private static string Outcome(WalkStep step) =>
        step.IPv4.Code == DnsCode.Outside ? "outside the cluster"
        : step.IPv4.Code == step.IPv6.Code ? Word(step.IPv4.Code) : $"A {Word(step.IPv4.Code)}, AAAA {Word(step.IPv6.Code)}";

    private static IReadOnlyList<DnsReason> Reasons(NameWalk walk)
    {
        if (walk.Hosts.Count > 0)
        {
            return [.. walk.Hosts.Select(h => h.Because).Distinct()];
        }

        var step = walk.Answered is not null ? walk.Last : walk.Steps.FirstOrDefault(s => s.IPv4.Code == DnsCode.NoData) ?? walk.Steps.FirstOrDefault(s => s.IPv4.Because.Any(b => b.Span is not null)) ?? walk.Last;
        return step is null ? [] : step.IPv4.HasAddress || !step.IPv6.HasAddress ? step.IPv4.Because : step.IPv6.Because;
    }

    private static string Assumption(ClusterDns dns, Paint paint) => paint.Dim(
        dns.Server.Source is { } source
            ? $"as CoreDNS answers with the Corefile of ConfigMap {source.Namespace ?? "default"}/{source.Name} (pods {dns.Server.Pods.ToString().ToLowerInvariant()}){string.Concat(dns.Server.Doubts.Select(d => $"; {d}"))}"
            : $"as CoreDNS answers with kubeadm's settings: domain {dns.Zone}, pods insecure; no cache, no other plugin") + "\n";

    private static void Append(StringBuilder text, IReadOnlyList<DnsRecord> records, Paint paint)
    {
        foreach (var record in records)
        {
            text.Append($"  {Words.OneLine(record.ToString())}{Place(record.Span, paint)}\n");
        }
    }

    private static void Append(StringBuilder text, IReadOnlyList<DnsReason> reasons, Paint paint)
    {
        foreach (var reason in reasons)
        {
            text.Append($"  {paint.Dim("because")} {Words.OneLine(reason.Text)}{Place(reason.Span, paint)}\n");
        }
    }

    private static string Place(SourceSpan? span, Paint paint) => span is { } place ? $"  {paint.Place(Words.OneLine(Words.Place(place)))}" : "";

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Because(Utf8JsonWriter json, IReadOnlyList<DnsReason> reasons) => EmulationJson.Array(json, "because", reasons, static (json, reason) =>
    {
        if (reason.Span is { } span)
        {
            JsonPlace.Line(json, span);
        }

        json.WriteString("text", reason.Text);
    });
}
