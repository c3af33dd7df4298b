using System.Globalization;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Traffic;

/// <summary>A preStop sleep as long as the grace period: the process is killed without ever being told to stop.</summary>
public sealed class PreStopOutlastsGrace : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC3009",
        Name = "prestop-outlasts-grace",
        Title = "A preStop hook sleeps as long as the pod's whole grace period",
        Category = Category.Traffic,
        Severity = Severity.Warning,
    };

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var workload in context.Unit.Workloads)
        {
            if (workload.PodSpec?.TerminationGracePeriodSeconds is not { } grace || context.Unit.ServiceOf(workload) is null)
            {
                continue;
            }

            foreach (var container in workload.ServingContainers())
            {
                if (Sleep(container.Lifecycle?.PreStop) is { } sleep && sleep.Seconds >= grace.Value && grace.Value > 0)
                {
                    yield return Report(
                        workload,
                        sleep.Span,
                        $"preStop of container {container.Name} sleeps {sleep.Seconds} s; the grace period is {grace.Value} s{(grace.IsDefault ? " (the default)" : "")}",
                        grace.IsDefault ? null : [new RelatedSpan(grace.Span, "grace period")],
                        effect: "the process is killed before it can stop, and its open connections are cut",
                        help: "set terminationGracePeriodSeconds above the sleep plus the time that requests take");
                }
            }
        }
    }

    private static (int Seconds, SourceSpan Span)? Sleep(LifecycleHandler? hook)
    {
        if (hook?.Sleep?.Seconds is { } seconds)
        {
            return (seconds.Value, seconds.Span);
        }

        var command = hook?.Exec?.Command?.Items ?? [];
        for (var i = 0; i < command.Count; i++)
        {
            var isSleep = command[i].Value is "sleep" or "/bin/sleep" or "/usr/bin/sleep";
            if (isSleep ? i + 1 < command.Count && Seconds(command[i + 1].Value) is { } written && written > 0 : SleepIn(command[i].Value) > 0)
            {
                return isSleep ? (Seconds(command[i + 1].Value)!.Value, command[i + 1].Span) : (SleepIn(command[i].Value), FirstLine(command[i].Span));
            }
        }

        return null;
    }

    // "nginx -s quit; sleep 30": the one sleep of a shell line; loops and variables tell nothing.
    private static int SleepIn(string script)
    {
        var words = script.Split([' ', ';', '\n', '&'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, "sleep");
        return at < 0 || at + 1 == words.Length || words.Any(w => w is "while" or "for" or "if" or "until" or "case" or "||")
            ? 0
            : Seconds(words[at + 1]) ?? 0;
    }

    private static int? Seconds(string text) =>
        int.TryParse(text.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static SourceSpan FirstLine(SourceSpan span)
    {
        var line = span.Source.Lines.Line(span.Source.Lines.LineIndex(span.Start));
        return new SourceSpan(span.Source, new TextSpan(span.Start, Math.Max(span.Start, Math.Min(span.End, line.End))));
    }
}
