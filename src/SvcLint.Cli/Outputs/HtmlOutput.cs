using SvcLint.Cluster;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Kubernetes;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>Findings as a page, each with its lines, on a map of the Services where there are some.</summary>
internal sealed class HtmlOutput : Output
{
    private const int FewFindings = 12;
    private const int MostMaps = 8;
    private const int MostObjects = 400;

    public override string Format => "html";

    public override void Write(Report report, Stream stream)
    {
        var findings = report.Findings;
        var page = new HtmlPage("svclint report");
        page.Section("summary", "Summary").Facts(
            ("errors", findings.Count(f => f.Severity == Severity.Error)), ("warnings", findings.Count(f => f.Severity == Severity.Warning)), ("infos", findings.Count(f => f.Severity == Severity.Info)),
            ("files", report.Inputs.Files.Count));
        if (!report.Hidden.IsNone)
        {
            page.Paragraph("not shown: " + string.Join("; ", report.HiddenWords));
        }

        page.Section("findings", "Findings");
        if (findings.Count == 0)
        {
            page.Paragraph("nothing found");
        }

        foreach (var finding in findings)
        {
            page.Details(FindingHtml.Title(finding, report.PathFromHere), Words.Of(finding.Severity), FindingHtml.Body(finding, report.PathFromHere), isOpen: findings.Count <= FewFindings);
        }

        var number = 0;
        foreach (var (name, unit) in ClusterUnits.Of(Linter.Units(report.Inputs.Files, report.Options), report.Options.Configuration.DefaultCluster).Where(u => u.Unit.Services.Count is > 0 and <= MostObjects && u.Unit.Workloads.Count <= MostObjects).Take(MostMaps))
        {
            ReachHtml.AddMap(page, new ReachView(Connectivity.Of(Admission.Of(unit, unit.Facts.Version ?? KubernetesVersion.Newest).Held), name, null, null) { Findings = findings, Shown = report.PathFromHere }, number++);
        }

        using var text = Text(stream);
        text.Write(page.ToString());
    }
}
