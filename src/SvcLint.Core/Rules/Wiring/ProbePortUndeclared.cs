using System.Globalization;
using SvcLint.Cluster;
using SvcLint.Cluster.Listening;
using SvcLint.Findings;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A probe of a number that no container of the pod declares while this one declares others. Legal and common, so Info.</summary>
public sealed class ProbePortUndeclared : Rule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2031",
        Name = "probe-port-undeclared",
        Title = "A probe uses a port number that no container of the pod declares",
        Category = Category.Wiring,
        Severity = Severity.Info,
        Confidence = Confidence.Medium,
    };

    private static string? Contradiction(RuleContext context, PortProbe probe, int number)
    {
        var workload = probe.Workload;
        if (context.Unit.ServicesInFront([workload]).FirstOrDefault(s => s.Spec?.Ports?.Items.Any(p => p.Port?.Value == number && PortResolution.Target(p) is { } target && target.Int != number) == true) is { } service)
        {
            return $"that is the port of Service {service.Name}, the pod declares {PortNames.Declared([workload])}";
        }

        var near = PortResolution.Declared(workload).FirstOrDefault(p => p.Number is { } other && IsSlip(number, other.Value));
        if (near is not null)
        {
            return $"the pod declares {PortNames.Declared([workload])}";
        }

        if (PortProbe.Of(workload).FirstOrDefault(p => p.Container == probe.Container && IsSameQuestion(p, probe)) is { } twin)
        {
            return $"{twin.Name} uses port {twin.Port!.Value}";
        }

        var flag = workload.ServingContainers().SelectMany(c => (c.Command?.Items ?? []).Concat(c.Args?.Items ?? [])).Select(a => a.Value).FirstOrDefault(SetsHealthPort);
        return flag is null ? null : $"'{flag}' sets another";
    }

    // One path of one server: the other probe asks for it at a port that is declared.
    private static bool IsSameQuestion(PortProbe other, PortProbe probe) =>
        other.Name != probe.Name && other.Host is null && other.Path?.Value is { Length: > 1 } path && path == probe.Path?.Value
        && (probe.Container.Ports?.Items ?? []).Any(p => other.Port?.Value is { } at && (at.String is { } name ? p.Name?.Value == name : p.Number?.Value == at.Int));

    // 8008 for 8080, 808 for 8080, 8880 for 8080; a last digit of its own is another port.
    private static bool IsSlip(int written, int declared)
    {
        var (a, b) = (written.ToString(CultureInfo.InvariantCulture), declared.ToString(CultureInfo.InvariantCulture));
        return NearMiss.Distance(a, b, 1) == 1 && (a.Length != b.Length ? Math.Min(a.Length, b.Length) > 2 : a[0] == b[0] && a[a.Length - 1] == b[b.Length - 1] || a.OrderBy(c => c).SequenceEqual(b.OrderBy(c => c)));
    }

    // "--health-probe-bind-address=:8081", "-healthz-port=10254".
    private static bool SetsHealthPort(string argument)
    {
        var equals = argument.IndexOf('=');
        if (!argument.StartsWith("-", StringComparison.Ordinal) || equals < 0 || argument.IndexOf("health", 0, equals, StringComparison.OrdinalIgnoreCase) < 0)
        {
            return false;
        }

        var colon = argument.LastIndexOf(':');
        var value = argument.Substring(Math.Max(colon, equals) + 1);
        return (colon > equals || argument.IndexOf("port", 0, equals, StringComparison.OrdinalIgnoreCase) >= 0) && value.Length is >= 2 and <= 5 && value.All(char.IsDigit);
    }

    // Two probes that agree on a number tell that something listens there.
    private static bool IsConfirmed(PortProbe probe) =>
        PortProbe.Of(probe.Workload).Any(p => p.Container == probe.Container && p.Name != probe.Name && p.Port?.Value == probe.Port?.Value);

    public override IEnumerable<Finding> Check(RuleContext context)
    {
        foreach (var probe in context.Unit.Workloads.SelectMany(w => PortProbe.Of(w).Where(p => !IsConfirmed(p))))
        {
            if (probe is not { Port: { Value.Int: { } number } port, Host: null }
                || probe.Container.Ports is not { Count: > 0 } ports
                || PortResolution.Declared(probe.Workload).Any(p => p.Number?.Value == number))
            {
                continue;
            }

            // A health port is the one most seldom declared: only what contradicts it makes it a mistake.
            if (Contradiction(context, probe, number) is not { } declared)
            {
                continue;
            }

            // Where it listens is known: then this is a finding of its own, and a graver one.
            if (ContainerListeners.Exclude(number, probe.Workload, context.Unit))
            {
                continue;
            }

            if (!context.Unit.IsFullyKnown || ListeningEvidence.HasInjectedContainers(probe.Workload) || ListeningEvidence.IsConfigured(probe.Workload, number, context.Unit)
                || ContainerListeners.Of(probe.Container, probe.Workload, context.Unit).Listeners.Any(l => l.Port == number))
            {
                context.Silent(this, "something suggests that the process listens there", port.Span);
                continue;
            }

            yield return Report(
                probe.Workload,
                port.Span,
                $"{probe.Name} of container {probe.Container.Name} uses port {number}; {declared}",
                [new RelatedSpan(ports.KeySpan, "container ports")],
                effect: $"if nothing listens on {number}, {probe.Effect}",
                help: $"use a port that the container serves, or declare {number}");
        }
    }
}
