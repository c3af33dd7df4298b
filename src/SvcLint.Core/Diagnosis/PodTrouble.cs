using System.Globalization;
using SvcLint.Model;

namespace SvcLint.Diagnosis;

/// <summary>Why a pod is not ready, in the words of its status and its events.</summary>
/// <param name="Kind">Equal for pods that fail alike.</param>
/// <param name="Text">What fails.</param>
/// <param name="Evidence">Where it stands.</param>
internal sealed record PodTrouble(string Kind, string Text, IReadOnlyList<Evidence> Evidence)
{
    private const int LongestMessage = 300;

    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(10);

    /// <summary>It will not pass by itself, or has not for a while.</summary>
    public bool IsLasting { get; init; } = true;

    /// <summary>The phase Running counts containers that wait, too.</summary>
    public static bool Runs(string kind) => !(kind.StartsWith("image ", StringComparison.Ordinal) || kind.StartsWith("waiting ", StringComparison.Ordinal));

    public static PodTrouble Of(Workload pod, DiagnosisIndex index)
    {
        var status = pod.Status;
        if (pod.Metadata.DeletionTimestamp is { } deleted)
        {
            return Terminating(pod, deleted, index);
        }

        if (LostNode(pod, index) is var (node, lost))
        {
            return new PodTrouble("node " + node.Name, $"node {node.Name} is not ready ({lost.Reason?.Value ?? lost.Status?.Value ?? "Ready is not True"})", [new Evidence(lost.Message?.Value ?? "", lost.Span)]);
        }

        return Unscheduled(pod, status, index) ?? Containers(pod, status, index) ?? NotStarted(pod, status, index) ?? NotReady(pod, status, index);
    }

    private static (Node Node, Condition Condition)? LostNode(Workload pod, DiagnosisIndex index) =>
        index.Node(pod.PodSpec?.NodeName?.Value) is { } node && NotReady(node) is { } condition ? (node, condition) : null;

    // It ends by itself, unless somebody holds it, its node is lost, or its time is long over.
    private static PodTrouble Terminating(Workload pod, Located<string> deleted, DiagnosisIndex index)
    {
        var place = new Evidence($"deletionTimestamp {deleted.Value}", pod.Metadata.Finalizers?.KeySpan ?? deleted.Span);
        if (pod.Metadata.Finalizers is { Count: > 0 } finalizers)
        {
            return new PodTrouble("terminating", $"pod {pod.Name} terminates and is held by finalizer {string.Join(", ", finalizers.Items.Select(f => f.Value))}", [place]);
        }

        if (LostNode(pod, index) is var (node, lost))
        {
            return new PodTrouble("terminating", $"pod {pod.Name} terminates, and its node {node.Name}, which must end it, is not ready ({lost.Reason?.Value ?? lost.Status?.Value ?? "Ready is not True"})", [place, new Evidence($"condition Ready of node {node.Name}", lost.Span)]);
        }

        return IsLongBefore(deleted.Value, index.Newest)
            ? new PodTrouble("terminating", $"pod {pod.Name} had to end at {deleted.Value} and still terminates: its kubelet or container runtime does not end it", [place])
            : new PodTrouble("terminating", $"pod {pod.Name} terminates and has not ended yet", [place]) { IsLasting = false };
    }

    // Of a dump's own time: the deletionTimestamp already counts the grace period.
    private static bool IsLongBefore(string time, string? newest) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then)
        && DateTimeOffset.TryParse(newest, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now)
        && now - then > Overdue;

    public static Condition? NotReady(Node node) => node.Status?.Conditions?.Items.FirstOrDefault(c => c.Type?.Value == "Ready" && c.Status?.Value != "True");

    private static PodTrouble? Unscheduled(Workload pod, PodStatus? status, DiagnosisIndex index)
    {
        if (status?["PodScheduled"] is not { Status.Value: "False" } condition)
        {
            return null;
        }

        var message = condition.Message?.Value ?? Warning(pod, index, "FailedScheduling")?.Message?.Value ?? "no node fits";
        return new PodTrouble("unscheduled", $"pod {pod.Name} is not scheduled: {Short(message)}", [new Evidence(Short(message), condition.Span)]);
    }

    private static PodTrouble? Containers(Workload pod, PodStatus? status, DiagnosisIndex index)
    {
        foreach (var container in (status?.InitContainers?.Items ?? []).Concat(status?.Containers?.Items ?? []))
        {
            var isInit = status?.InitContainers?.Items.Contains(container) == true;
            var name = $"{(isInit ? "init container" : "container")} {container.Name?.Value}";
            var reason = container.Waiting?.Reason?.Value;
            if (reason is "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" or "ErrImageNeverPull" or "RegistryUnavailable" or "ErrImageInspect")
            {
                var image = pod.AllContainers().FirstOrDefault(c => c.Name?.Value == container.Name?.Value)?.Image?.Value;
                var failed = Warning(pod, index, "Failed");
                return new PodTrouble("image " + reason, $"{name} cannot get its image {image} ({reason}): {Short(failed?.Message?.Value ?? container.Waiting?.Message?.Value ?? "no message")}", Places(container, failed));
            }

            if (reason is "CrashLoopBackOff" || (container.Terminated is { ExitCode.Value: not 0 } && !isInit))
            {
                var end = container.LastTerminated ?? container.Terminated;
                var code = end?.ExitCode?.Value;
                var why = end?.Reason?.Value is "OOMKilled" ? "killed for its memory limit (OOMKilled)" : code is { } number ? $"exit code {number.ToString(CultureInfo.InvariantCulture)}" : "ended";
                return new PodTrouble("crash " + why, $"{name} crashes: {why}, {(container.RestartCount?.Value ?? 0).ToString(CultureInfo.InvariantCulture)} restarts{(reason is null ? "" : $" ({reason})")}", Places(container, Warning(pod, index, "BackOff")));
            }

            if (reason is not (null or "ContainerCreating" or "PodInitializing"))
            {
                return new PodTrouble("waiting " + reason, $"{name} does not start ({reason}): {Short(container.Waiting?.Message?.Value ?? Warning(pod, index, "Failed")?.Message?.Value ?? "no message")}", Places(container, Warning(pod, index, "Failed")));
            }
        }

        return null;
    }

    private static PodTrouble? NotStarted(Workload pod, PodStatus? status, DiagnosisIndex index)
    {
        if (status?.Phase?.Value is not "Pending")
        {
            return null;
        }

        var warnings = Warnings(pod, index);
        var warning = warnings.LastOrDefault(e => e.Reason?.Value is "FailedMount" or "FailedAttachVolume" or "FailedCreatePodSandBox" or "NetworkNotReady") ?? (warnings.Count > 0 ? warnings[warnings.Count - 1] : null);
        var waiting = status.InitContainers?.Items.FirstOrDefault(c => c.Ready?.Value != true);
        var why = warning is null ? waiting is null ? "its containers have not started" : $"its init container {waiting.Name?.Value} has not finished" : $"event {warning.Reason?.Value}: {Short(warning.Message?.Value ?? "")}";
        return new PodTrouble("pending " + warning?.Reason?.Value, $"pod {pod.Name} is Pending: {why}", [new Evidence(why, warning?.Span ?? waiting?.Span ?? status.Span)]) { IsLasting = warning is not null };
    }

    // Its containers are ready, and somebody else has not said his word.
    private static PodTrouble? Gate(Workload pod, PodStatus? status)
    {
        var areReady = status?["ContainersReady"] is { } condition ? condition.Status?.Value == "True" : status?.Containers is { Count: > 0 } all && all.Items.All(c => c.Ready?.Value == true);
        var gate = !areReady ? null : pod.PodSpec?.ReadinessGates.FirstOrDefault(g => status?[g.Value]?.Status?.Value != "True");
        return gate is null ? null
            : status?[gate.Value] is { } written
                ? new PodTrouble("gate " + gate.Value, $"readiness gate {gate.Value} is {written.Status?.Value ?? "not True"}{(written.Message is { Value.Length: > 0 } said ? ": " + Short(said.Value) : "")}", [new Evidence("the condition", written.Span), new Evidence("readiness gate", gate.Span)])
                : new PodTrouble("gate " + gate.Value, $"readiness gate {gate.Value} was never set: whoever must set this condition of pod {pod.Name} has not done so", [new Evidence("readiness gate", gate.Span)]);
    }

    private static PodTrouble NotReady(Workload pod, PodStatus? status, DiagnosisIndex index)
    {
        if (Gate(pod, status) is { } unmet)
        {
            return unmet;
        }

        var unhealthy = Warnings(pod, index).LastOrDefault(e => e.Reason?.Value == "Unhealthy" && e.Message?.Value.IndexOf("iveness", StringComparison.Ordinal) is null or < 0)
            ?? Warnings(pod, index).LastOrDefault(e => e.Reason?.Value is "Unhealthy" or "ProbeError");
        var isStartup = unhealthy?.Message?.Value.StartsWith("Startup", StringComparison.Ordinal) == true;
        var unready = status?.Containers?.Items.FirstOrDefault(c => c.Ready?.Value == false)?.Name?.Value;
        var container = pod.ServingContainers().FirstOrDefault(c => c.Name?.Value == unready) ?? pod.ServingContainers().FirstOrDefault(c => (isStartup ? c.StartupProbe : c.ReadinessProbe) is not null);
        var probe = isStartup ? container?.StartupProbe : container?.ReadinessProbe;
        var evidence = new List<Evidence>();
        if (unhealthy is not null)
        {
            evidence.Add(new Evidence($"event {unhealthy.Reason?.Value} of pod {pod.Name}: {Short(unhealthy.Message?.Value ?? "")}", unhealthy.Span));
        }

        if (probe is not null)
        {
            evidence.Add(new Evidence($"the {(isStartup ? "startup" : "readiness")} probe of container {container!.Name?.Value}", probe.KeySpan));
            var whose = pod.ServingContainers().Count() > 1 ? $" of container {container.Name?.Value}" : "";
            return new PodTrouble("probe", $"{(isStartup ? "startup" : "readiness")} probe {Describe(probe)}{whose} fails{Result(unhealthy)}", evidence) { IsLasting = unhealthy is not null && unhealthy.Count is null or > 2 };
        }

        var gate = status?.Conditions?.Items.FirstOrDefault(c => c.Status?.Value == "False" && c.Type?.Value is not ("Ready" or "ContainersReady" or "PodScheduled" or "Initialized" or "PodReadyToStartContainers"));
        if (gate is not null)
        {
            return new PodTrouble("gate " + gate.Type?.Value, $"readiness gate {gate.Type?.Value} is False{(gate.Message is { Value.Length: > 0 } said ? ": " + Short(said.Value) : "")}", [new Evidence("the condition", gate.Span)]);
        }

        var ready = status?["Ready"];
        if (ready is { Reason.Value: "ReadinessGatesNotReady" })
        {
            return new PodTrouble("gate", $"a readiness gate is not met: {Short(ready.Message?.Value ?? "")}", [new Evidence("condition Ready", ready.Span)]);
        }

        return new PodTrouble("not ready", $"pod {pod.Name} is not ready: {Short(ready?.Message?.Value ?? ready?.Reason?.Value ?? "its condition Ready is not True")}", ready is null ? evidence : [.. evidence, new Evidence("condition Ready", ready.Span)]) { IsLasting = false };
    }

    /// <summary>"/_ready on port http".</summary>
    private static string Describe(Probe probe) =>
        probe.HttpGet is { } http ? $"{http.Path?.Value ?? "/"} on port {http.Port?.Value}"
        : probe.TcpSocket is { } tcp ? $"on TCP port {tcp.Port?.Value}"
        : probe.Grpc is { } grpc ? $"gRPC on port {grpc.Port?.Value}"
        : "command";

    private static string Result(ClusterEvent? unhealthy)
    {
        if (unhealthy?.Message?.Value is not { } message)
        {
            return "";
        }

        const string Status = "statuscode: ";
        var at = message.IndexOf(Status, StringComparison.Ordinal);
        return at >= 0 ? $" with status {message.Substring(at + Status.Length).Trim()} (event {unhealthy.Reason?.Value})"
            : message.IndexOf("connection refused", StringComparison.Ordinal) >= 0 ? $": connection refused (event {unhealthy.Reason?.Value})"
            : message.IndexOf("deadline exceeded", StringComparison.OrdinalIgnoreCase) >= 0 || message.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0 ? $": no answer in time (event {unhealthy.Reason?.Value})"
            : $": {Short(message)} (event {unhealthy.Reason?.Value})";
    }

    private static IReadOnlyList<ClusterEvent> Warnings(Workload pod, DiagnosisIndex index) => index.Warnings("Pod", DiagnosisIndex.NamespaceOf(pod), pod.Name ?? "");

    private static ClusterEvent? Warning(Workload pod, DiagnosisIndex index, string reason) => Warnings(pod, index).LastOrDefault(e => e.Reason?.Value == reason);

    private static Evidence[] Places(ContainerStatus container, ClusterEvent? warning) =>
        warning is null ? [new Evidence("status of the container", container.Span)] : [new Evidence("status of the container", container.Span), new Evidence($"event {warning.Reason?.Value}", warning.Span)];

    public static string Short(string message)
    {
        var line = message.Replace('\n', ' ').Replace('\r', ' ').Trim();
        return line.Length > LongestMessage ? line.Substring(0, LongestMessage) + "…" : line;
    }
}
