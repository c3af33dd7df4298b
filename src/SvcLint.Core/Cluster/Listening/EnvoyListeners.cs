using SvcLint.Yaml;

namespace SvcLint.Cluster.Listening;

/// <summary>Where Envoy listens: its static listeners and its administration.</summary>
internal static class EnvoyListeners
{
    /// <summary>Null where a control plane tells it more, or a variable decides.</summary>
    public static IReadOnlyList<Listener>? Read(IReadOnlyList<MountedFile> files)
    {
        var found = new List<Listener>();
        foreach (var file in files.Select(f => f.File))
        {
            if (file.Root is not YamlMapping root || (root["dynamic_resources"] as YamlMapping)?["lds_config"] is not null)
            {
                return null;
            }

            var addresses = ((root["static_resources"] as YamlMapping)?["listeners"] as YamlSequence)?.Items.OfType<YamlMapping>().Select(l => l["address"]) ?? [];
            foreach (var address in addresses.Append((root["admin"] as YamlMapping)?["address"]).OfType<YamlMapping>())
            {
                if (address["socket_address"] is not YamlMapping socket)
                {
                    continue;
                }

                if (socket["port_value"] is not YamlScalar port || !int.TryParse(port.Value, out var number) || Listener.BoundOf((socket["address"] as YamlScalar)?.Value ?? "") is not { } to)
                {
                    return null;
                }

                if ((socket["protocol"] as YamlScalar)?.Value is not "UDP")
                {
                    var place = to == BoundTo.Loopback ? socket["address"]!.Span : port.Span;
                    found.Add(new Listener(number, to, place, $"{(to == BoundTo.Loopback ? "address" : "port_value")} in {file.Text.Name}", ListenerEvidence.File));
                }
            }
        }

        return found.Count > 0 ? found : null;
    }
}
