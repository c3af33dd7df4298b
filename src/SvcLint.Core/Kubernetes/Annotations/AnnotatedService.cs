using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>A Service with its annotations looked up in the catalogue; older keys answer for the current ones.</summary>
public sealed class AnnotatedService
{
    private readonly List<AnnotationUse> _uses = [];
    private HashSet<string>? _listeners;

    public AnnotatedService(Service service)
    {
        Service = service;
        foreach (var entry in service.Metadata.Annotations?.Entries ?? [])
        {
            if (AnnotationCatalog.Find(entry.Key.Value) is { } known)
            {
                _uses.Add(new AnnotationUse(entry, known.Annotation, known.Provider, known.OlderKey));
            }
        }
    }

    public Service Service { get; }

    /// <summary>The annotations that the catalogue knows, in file order.</summary>
    public IReadOnlyList<AnnotationUse> Uses => _uses;

    public string? LoadBalancerClass => Service.Spec?.LoadBalancerClass?.Value;

    /// <summary>True when the manifest says so; a patch without type and ports says nothing of it.</summary>
    public bool IsLoadBalancer => Service.Spec?.Type?.Value == "LoadBalancer";

    /// <summary>The manifest is a whole Service of another type.</summary>
    public bool IsCertainlyNoLoadBalancer =>
        Service.Spec is { Type: { } type } ? type.Value != "LoadBalancer" && !IsPlaceholder(type.Value) && Service.Spec.Ports is not null : Service.Spec?.Ports is { Count: > 0 };

    /// <summary>The value of a current key, under its own or an older name; the current name wins.</summary>
    public string? Value(string key) => Use(key)?.Entry.Value.Value;

    public AnnotationUse? Use(string key)
    {
        AnnotationUse? older = null;
        foreach (var use in _uses)
        {
            if (use.Annotation.Key == key)
            {
                if (use.OlderKey is null)
                {
                    return use;
                }

                older ??= use;
            }
        }

        return older;
    }

    /// <summary>
    /// Protocols (lower case) of the listeners that Alibaba Cloud's controller would make: protocol-port where it names the port,
    /// else the port's own protocol. Null when a placeholder or the absence of ports leaves them unknown.
    /// </summary>
    public IReadOnlyCollection<string>? ListenerProtocols
    {
        get
        {
            var ports = Service.Spec?.Ports;
            var mapping = Value(AlibabaCloud.ProtocolPort) ?? "";
            if (ports is null || IsPlaceholder(mapping))
            {
                return null;
            }

            if (_listeners is null)
            {
                _listeners = new HashSet<string>(StringComparer.Ordinal);
                foreach (var port in ports.Items)
                {
                    _listeners.Add(Mapped(mapping, port.Port?.Value) ?? (port.Protocol?.Value ?? "TCP").ToLowerInvariant());
                }
            }

            return _listeners;
        }
    }

    /// <summary><c>$VAR</c>, <c>&lt;name&gt;</c>, <c>{{ x }}</c>: the value is filled in elsewhere.</summary>
    internal static bool IsPlaceholder(string value) => Placeholder.Is(value);

    private static string? Mapped(string mapping, int? port)
    {
        foreach (var pair in mapping.Split(','))
        {
            var colon = pair.IndexOf(':');
            if (colon > 0 && pair.Substring(colon + 1).Trim() == port?.ToString())
            {
                return pair.Substring(0, colon).Trim().ToLowerInvariant();
            }
        }

        return null;
    }
}

/// <summary>A known key as it stands on a Service. <paramref name="OlderKey"/>: it is written under that older name.</summary>
public sealed record AnnotationUse(StringMapEntry Entry, ServiceAnnotation Annotation, CloudProvider Provider, OlderKey? OlderKey)
{
    public string Value => Entry.Value.Value;
}
