using System.Text;
using System.Xml;
using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>JUnit XML: a test suite for each file with findings, a test case for each finding; Info ones are passed cases.</summary>
internal sealed class JUnitOutput : Output
{
    public override string Format => "junit";

    public override void Write(Report report, Stream stream)
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        var suites = report.Findings.GroupBy(f => f.Span.Source.Path, StringComparer.Ordinal).ToArray();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "svclint");
        Counts(xml, report.Findings);
        foreach (var suite in suites)
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", Clean(suite.Key));
            Counts(xml, [.. suite]);
            Hidden(xml, suite == suites[0] ? report : null);
            foreach (var finding in suite)
            {
                Case(xml, finding);
            }

            xml.WriteEndElement();
        }

        if (suites.Length == 0)
        {
            // Several readers refuse a report without a case.
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "svclint");
            xml.WriteAttributeString("tests", "1");
            xml.WriteAttributeString("failures", "0");
            Hidden(xml, report);
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", "no findings");
            xml.WriteAttributeString("classname", "svclint");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.Flush();
        stream.WriteByte((byte)'\n');
    }

    // The format has no place for the whole report: it stands in the first suite.
    private static void Hidden(XmlWriter xml, Report? report)
    {
        if (report is null or { Hidden.IsNone: true })
        {
            return;
        }

        xml.WriteStartElement("properties");
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", "not shown");
        xml.WriteAttributeString("value", string.Join("; ", report.HiddenWords));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<Finding> findings)
    {
        xml.WriteAttributeString("tests", Math.Max(1, findings.Count).ToString());
        xml.WriteAttributeString("failures", findings.Count(Fails).ToString());
    }

    private static bool Fails(Finding finding) => finding.Severity >= Severity.Warning;

    private static void Case(XmlWriter xml, Finding finding)
    {
        var start = finding.Span.StartPosition;
        var place = $"{finding.Span.Source.Path}:{start.Line}:{start.Column}";
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Clean($"{finding.Rule.Id} {finding.Rule.Name} at {start.Line}:{start.Column}"));
        xml.WriteAttributeString("classname", Clean(finding.Span.Source.Path));
        xml.WriteAttributeString("file", Clean(finding.Span.Source.Path));
        xml.WriteAttributeString("line", start.Line.ToString());
        if (Fails(finding))
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", Words.Of(finding.Severity));
            xml.WriteAttributeString("message", Clean(finding.OneLine));
            xml.WriteString(Clean($"{place}: {finding.OneLine}"));
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteElementString("system-out", Clean($"{place}: {finding.OneLine}"));
        }

        xml.WriteEndElement();
    }

    // XML cannot hold most control characters and lone surrogates, not even escaped.
    private static string Clean(string text) => Words.OneLine(text);
}
