using SvcLint.Cli.Hosting;
using SvcLint.Cli.Inputs;
using SvcLint.Cli.Outputs;
using SvcLint.Diagnosis;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint diagnose PATH</c>: why Services of a dumped cluster fail.</summary>
internal sealed class DiagnoseCommand : Command
{
    private static readonly Option Service = new("--service", "NAMESPACE/NAME", "Follow every step of the decision tree for this Service");
    private static readonly Option From = new("--from", "SOURCE", "With --service: follow a connection from internet, pod/NAMESPACE/NAME, workload/NAMESPACE/NAME, node/NAME or an IP address");
    private static readonly Option Format = new("--format", "FORMAT", "How it is written; default text") { Choices = ["text", "json", "markdown", "html"] };

    public override string Name => "diagnose";

    public override string Operands => "PATH";

    public override string Summary => "Say why Services of a dumped cluster fail: kubectl lists, cluster-info dump, must-gather, support bundle, Velero backup";

    public override IReadOnlyList<Option> Options { get; } = [Service, From, Format, InputArguments.KubernetesVersion, InputArguments.Color];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("kubectl get all,endpointslices,networkpolicies,ingresses,configmaps,nodes,namespaces,events -A -o json > dump.json; svclint diagnose dump.json", "every Service of the cluster, the broken ones first"),
        ("svclint diagnose must-gather.tar.gz --service shop/checkout", "each step of the decision tree for one Service, with the kubectl command that confirms it"),
        ("svclint diagnose bundle --service shop/api --from workload/web/front", "the same, and the way of a packet from that client"),
    ];

    public override IReadOnlyList<(int Status, string Means)> Statuses =>
    [
        (ExitStatus.Clean, "no cause found"),
        (ExitStatus.Findings, "causes found"),
        (ExitStatus.Usage, "the command line makes no sense"),
        (ExitStatus.Trouble, "part of the dump could not be read, or svclint itself failed"),
        (ExitStatus.Unknown, "the dump does not hold what is needed"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Operands.Count != 1)
        {
            throw new UsageException("diagnose needs one PATH: a file, a folder or an archive");
        }

        if (arguments.Has(From) && !arguments.Has(Service))
        {
            throw new UsageException("--from needs --service NAMESPACE/NAME");
        }

        var files = DumpFiles.Read(arguments.Operands[0], host);
        var dump = ClusterDump.Read(files.Files, files.IsCutOff);
        foreach (var problem in files.Problems.Concat(dump.Problems.Select(p => $"{p.Path}: {p.Problem}")))
        {
            host.Say(Words.OneLine(problem));
        }

        if (files.Files.Count == 0)
        {
            return ExitStatus.Trouble;
        }

        var version = InputArguments.Version(arguments) ?? KubernetesVersion.Newest;
        var report = ClusterDiagnosis.Of(dump, version);
        if (arguments.Value(Service) is { } name)
        {
            var chosen = report.Services.Where(s => $"{s.Namespace}/{s.Name}" == name).ToArray();
            report = chosen.Length > 0 ? report with { Services = chosen }
                : throw new UsageException($"--service {name}: neither in the dump nor used by anything in it{Arguments.Hint(name, report.Services.Select(s => $"{s.Namespace}/{s.Name}"))}");
            if (arguments.Value(From) is { } from)
            {
                var question = new ConnectionQuestion { From = from, To = name, Version = version };
                report = report with { Services = [EmulationArguments.Answer(ConnectionDiagnosis.Of(dump, chosen[0], from, version), question)] };
            }
        }

        host.Print(arguments.Value(Format) switch
        {
            "json" => DiagnosisJson.Of(report),
            "markdown" => DiagnosisMarkdown.Of(report),
            "html" => DiagnosisHtml.Of(report),
            _ => DiagnosisText.Of(report, isOne: arguments.Has(Service), InputArguments.Paint(arguments, Host.OutputIsTerminal)),
        });
        return files.IsCutOff || dump.Problems.Count > 0 || files.Problems.Count > 0 ? ExitStatus.Trouble
            : report.Services.Any(s => !s.IsHealthy) || (!arguments.Has(Service) && report.OfNodes.Count > 0) ? ExitStatus.Findings
            : report.IsBlind || (arguments.Has(Service) && report.Services[0].Unknown.Any()) ? ExitStatus.Unknown
            : ExitStatus.Clean;
    }
}
