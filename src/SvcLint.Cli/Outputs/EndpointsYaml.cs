using System.Globalization;
using System.Text;
using SvcLint.Emulation;

namespace SvcLint.Cli.Outputs;

/// <summary>Slices as manifests that <c>svclint emulate</c> and kubectl take; addresses that the cluster has yet to choose are placeholders, and say so.</summary>
internal static class EndpointsYaml
{
    /// <summary>The documents, one for each slice.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ListedService> services)
    {
        var separator = "";
        foreach (var service in services)
        {
            foreach (var slice in service.Slices)
            {
                var text = new StringBuilder(separator);
                Append(text, service, slice);
                separator = "---\n";
                yield return text.ToString();
            }
        }
    }

    private static void Append(StringBuilder text, ListedService service, ListedSlice listed)
    {
        var slice = listed.Slice;
        text.Append("apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n");
        text.Append($"  name: {Quoted(slice.Name ?? "")}\n  namespace: {Quoted(service.Namespace)}\n  labels:\n");
        foreach (var label in slice.Metadata.Labels?.Entries ?? [])
        {
            text.Append($"    {Quoted(label.Key.Value)}: {Quoted(label.Value.Value)}\n");
        }

        text.Append($"addressType: {Quoted(listed.Family)}\n");
        text.Append(slice.Ports is { Count: > 0 } ports ? "ports:\n" : "ports: []\n");
        foreach (var port in slice.Ports?.Items ?? [])
        {
            text.Append($"- name: {Quoted(port.Name?.Value ?? "")}\n");
            text.Append(port.Port is { } number ? $"  port: {number.Value.ToString(CultureInfo.InvariantCulture)}\n" : "");
            text.Append($"  protocol: {Quoted(port.Protocol?.Value ?? "TCP")}\n");
            text.Append(port.AppProtocol is { } application ? $"  appProtocol: {Quoted(application.Value)}\n" : "");
        }

        text.Append(listed.Endpoints.Count == 0 ? "endpoints: []\n" : "endpoints:\n");
        foreach (var endpoint in listed.Endpoints)
        {
            Append(text, endpoint);
        }
    }

    private static void Append(StringBuilder text, ListedEndpoint endpoint)
    {
        var isPlaceholder = endpoint.Addresses is null;
        text.Append($"- addresses: [{string.Join(", ", (endpoint.Source.Addresses?.Items ?? []).Select(a => Quoted(a.Value)))}]{(isPlaceholder ? " # placeholder" : "")}\n");
        var conditions = new List<string>();
        Condition(conditions, "ready", endpoint.Ready);
        Condition(conditions, "serving", endpoint.Serving);
        Condition(conditions, "terminating", endpoint.Terminating);
        text.Append(conditions.Count == 0 ? "" : $"  conditions: {{ {string.Join(", ", conditions)} }}\n");
        Field(text, "hostname", endpoint.Hostname);
        Field(text, "nodeName", endpoint.NodeName);
        Field(text, "zone", endpoint.Zone);
        if (endpoint.TargetRef is { Name: { } name } target)
        {
            text.Append($"  targetRef: {{ kind: {Quoted(target.Kind)}, name: {Quoted(name)} }}\n");
        }

        if (endpoint.ForZones.Count + endpoint.ForNodes.Count > 0)
        {
            text.Append("  hints:\n");
            Hint(text, "forZones", endpoint.ForZones);
            Hint(text, "forNodes", endpoint.ForNodes);
        }
    }

    private static void Condition(List<string> conditions, string name, bool? value)
    {
        if (value is { } known)
        {
            conditions.Add($"{name}: {(known ? "true" : "false")}");
        }
    }

    private static void Field(StringBuilder text, string name, string? value) => text.Append(value is null ? "" : $"  {name}: {Quoted(value)}\n");

    private static void Hint(StringBuilder text, string name, IReadOnlyList<string> targets) =>
        text.Append(targets.Count == 0 ? "" : $"    {name}: [{string.Join(", ", targets.Select(t => $"{{ name: {Quoted(t)} }}"))}]\n");

    // JSON strings are YAML strings; text of a stranger's manifest may hold anything.
    private static string Quoted(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '/' or '_') && char.IsAsciiLetter(text[0]) && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n")
            ? text
            : System.Text.Json.JsonSerializer.Serialize(text, StringJson.Default.String);
}
