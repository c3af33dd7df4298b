using System.Text.Json;
using SvcLint.Emulation;
using SvcLint.Model;

namespace SvcLint.Cli.Outputs;

/// <summary>Services with their slices as JSON; what the input cannot know is null.</summary>
internal static class EndpointsJson
{
    public static void Write(IReadOnlyList<ListedService> services, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonLayout.Indented);
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        EmulationJson.Array(json, "services", services, static (json, service) =>
        {
            json.WriteString("namespace", service.Namespace);
            json.WriteString("name", service.Name);
            EmulationJson.Array(json, "slices", service.Slices, static (json, slice) =>
            {
                json.WriteString("family", slice.Family);
                json.WriteString("managedBy", slice.ManagedBy);
                EmulationJson.Array(json, "ports", slice.Slice.Ports?.Items ?? [], WritePort);
                EmulationJson.Array(json, "endpoints", slice.Endpoints, WriteEndpoint);
                // Else the writer keeps all of it until the end.
                json.Flush();
            });
        });
        json.WriteEndObject();
    }

    private static void WritePort(Utf8JsonWriter json, EndpointPort port)
    {
        json.WriteString("name", port.Name?.Value ?? "");
        if (port.Port is { } number)
        {
            json.WriteNumber("port", number.Value);
        }
        else
        {
            json.WriteNull("port");
        }

        json.WriteString("protocol", port.Protocol?.Value ?? "TCP");
        if (port.AppProtocol is { } application)
        {
            json.WriteString("appProtocol", application.Value);
        }
    }

    private static void WriteEndpoint(Utf8JsonWriter json, ListedEndpoint endpoint)
    {
        json.WriteString("owner", endpoint.Owner);
        json.WriteString("pod", endpoint.Pod);
        Strings(json, "addresses", endpoint.Addresses);
        json.WriteString("nodeName", endpoint.NodeName);
        json.WriteString("zone", endpoint.Zone);
        json.WriteString("hostname", endpoint.Hostname);
        Flag(json, "ready", endpoint.Ready);
        Flag(json, "serving", endpoint.Serving);
        Flag(json, "terminating", endpoint.Terminating);
        json.WriteStartObject("hints");
        Targets(json, "forZones", endpoint.ForZones);
        Targets(json, "forNodes", endpoint.ForNodes);
        json.WriteEndObject();
        if (endpoint.TargetRef is { } target)
        {
            json.WriteStartObject("targetRef");
            json.WriteString("kind", target.Kind);
            json.WriteString("name", target.Name);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("targetRef");
        }
    }

    private static void Targets(Utf8JsonWriter json, string name, IReadOnlyList<string> targets)
    {
        if (targets.Count > 0)
        {
            Strings(json, name, targets);
        }
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Flag(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
