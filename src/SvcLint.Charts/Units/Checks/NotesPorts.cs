using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Rules.Wiring;
using SvcLint.Text;

namespace SvcLint.Charts.Units.Checks;

/// <summary>Ports that NOTES.txt tells users to connect to and that the Service or the pods do not have.</summary>
internal static class NotesPorts
{
    public static IEnumerable<ChartProblem> Find(RenderedRelease release)
    {
        // Nobody follows the notes of a test.
        if (release.Notes is not { } notes || release.Values.Any(v => RelativePath.FileName(RelativePath.Folder(v.Span.Source.Path)) == "ci"))
        {
            yield break;
        }

        var lines = notes.Source.Lines;
        for (var i = 0; i < lines.LineCount; i++)
        {
            foreach (var (target, port, range) in Mentions(notes.Source.Content, lines.Line(i)))
            {
                if (Wrong(release, target, port) is var (message, ports, declared) && notes.Locate(range) is { IsUnknown: false } place)
                {
                    yield return new ChartProblem(NotesWrongPort.Id, place.Span, message, ports.Count == 1 ? $"write {ports[0]}" : $"use one of {string.Join(", ", ports)}", [new RelatedSpan(declared, "ports")])
                    {
                        Fixes = ports.Count == 1 && notes.Trace(range, Text(ports[0])) is { } edit ? [new Fix($"Write {ports[0]}", FixSafety.Unsafe, [new TextEdit(edit.Span, edit.NewText)])] : [],
                    };
                }
            }
        }
    }

    // "port-forward svc/web 8080:80", and addresses of Services: "web.shop.svc:80", "http://web:80".
    private static IEnumerable<(string Target, int Port, TextSpan Range)> Mentions(string content, TextSpan line)
    {
        var words = Words(content, line).ToArray();
        var forwards = Array.FindIndex(words, w => w.Text == "port-forward");
        for (var i = 0; i < words.Length; i++)
        {
            var (text, start) = words[i];
            var colon = text.LastIndexOf(':');
            if (colon < 0 || PortAt(text, colon + 1) is not var (port, length))
            {
                continue;
            }

            var range = new TextSpan(start + colon + 1, start + colon + 1 + length);
            if (forwards >= 0 && i > forwards && text.Substring(0, colon).All(char.IsDigit))
            {
                if (words.Skip(forwards + 1).Select(w => w.Text).FirstOrDefault(w => w.IndexOf('/') > 0 && w.IndexOf(':') < 0) is { } target)
                {
                    yield return (target, port, range);
                }
            }
            else if (text.LastIndexOf("//", colon, StringComparison.Ordinal) is var slashes && (slashes >= 0 || text.IndexOf(".svc", StringComparison.Ordinal) > 0))
            {
                yield return ("host/" + text.Substring(slashes < 0 ? 0 : slashes + 2, colon - (slashes < 0 ? 0 : slashes + 2)), port, range);
            }
        }
    }

    private static (string Message, IReadOnlyList<int> Ports, SourceSpan Declared)? Wrong(RenderedRelease release, string target, int port)
    {
        var slash = target.IndexOf('/');
        var (kind, name) = (target.Substring(0, slash), target.Substring(slash + 1));
        if (kind is "svc" or "service" or "services" or "host")
        {
            var host = name.Split('.');
            // A bare host may be anything; one that is a Service's name is that Service.
            return release.Unit.ServicesNamed(host[0]).ToArray() is [{ Spec.Ports: { Count: > 0 } ports } service] && ServicePorts.AreKnown(service) && !ServicePorts.HasNumber(service, port) && !ServicePorts.IsHeadless(service)
                ? ($"NOTES.txt names port {Text(port)}, but Service {service.Name} has {ServicePorts.Text(service)}", [.. ports.Items.Select(p => p.Port?.Value).OfType<int>().Distinct()], ports.KeySpan)
                : null;
        }

        var wanted = kind is "deploy" or "deployment" or "deployments" ? WorkloadKind.Deployment : kind is "sts" or "statefulset" or "statefulsets" ? WorkloadKind.StatefulSet : kind is "ds" or "daemonset" or "daemonsets" ? WorkloadKind.DaemonSet : WorkloadKind.Other;
        var workload = release.Unit.Workloads.FirstOrDefault(w => w.WorkloadKind == wanted && w.Name == name);
        if (workload is null || PortResolution.Declared(workload).Select(p => p.Number).OfType<Located<int>>().ToArray() is not { Length: > 0 } declared || declared.Any(p => p.Value == port))
        {
            return null;
        }

        int[] numbers = [.. declared.Select(p => p.Value).Distinct()];
        return ($"NOTES.txt forwards to port {Text(port)}, but {workload} declares {string.Join(", ", numbers)}", numbers, declared[0].Span);
    }

    private static (int Port, int Length)? PortAt(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsDigit(text[end]))
        {
            end++;
        }

        return end > start && (end == text.Length || text[end] is '/' or '"' or '\'' or '`' or ')' or ',' or '.' or '?')
            && int.TryParse(text.Substring(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? (port, end - start)
            : null;
    }

    private static IEnumerable<(string Text, int Start)> Words(string content, TextSpan line)
    {
        for (var i = line.Start; i < line.End;)
        {
            var start = i;
            while (i < line.End && !char.IsWhiteSpace(content[i]))
            {
                i++;
            }

            if (i > start)
            {
                yield return (content.Substring(start, i - start).TrimStart('"', '\'', '`', '('), start + (content.Substring(start, i - start).Length - content.Substring(start, i - start).TrimStart('"', '\'', '`', '(').Length));
            }

            i++;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
