using SvcLint.Yaml;

namespace SvcLint.Model;

/// <summary>What every object has, read before its kind is known.</summary>
internal sealed record ObjectHeader(Located<string> ApiVersion, Located<string> Kind, ObjectMeta Metadata);

/// <summary>An object of a kind that svclint has no model for; that it exists matters to rules that need the whole picture.</summary>
public sealed record OtherObject : KubernetesObject
{
    internal static OtherObject Read(ObjectHeader header, MappingReader reader) => new()
    {
        Span = reader.Span,
        KeySpan = reader.KeySpan,
        ApiVersion = header.ApiVersion,
        Kind = header.Kind,
        Metadata = header.Metadata,
    };
}

/// <summary>From a document's root to typed objects, by group and kind. Lists are taken apart.</summary>
public static class ManifestReader
{
    /// <summary>The objects of a document; none when it is no Kubernetes manifest.</summary>
    public static IReadOnlyList<KubernetesObject> Read(YamlNode? root)
    {
        if (root is not YamlMapping mapping)
        {
            return [];
        }

        var objects = new List<KubernetesObject>();
        Read(mapping, objects, null);
        return objects;
    }

    /// <summary>The objects of a file that a collecting tool wrote: a bare array, or items that leave out what they are, are of the kind that the file's name says.</summary>
    public static IReadOnlyList<KubernetesObject> ReadDump(YamlNode? root, (string ApiVersion, string Kind)? implied)
    {
        var objects = new List<KubernetesObject>();
        if (root is YamlMapping mapping)
        {
            if (mapping["items"] is YamlSequence listed && (mapping["kind"] is null || mapping["kind"] is YamlScalar { Value: "List" }))
            {
                ReadItems(listed, objects, implied);
            }
            else
            {
                Read(mapping, objects, implied);
            }
        }
        else if (root is YamlSequence items)
        {
            ReadItems(items, objects, implied);
        }

        return objects;
    }

    private static void ReadItems(YamlSequence items, List<KubernetesObject> objects, (string ApiVersion, string Kind)? implied)
    {
        for (var i = 0; i < items.Items.Count; i++)
        {
            if (items.Items[i] is YamlMapping item)
            {
                Read(item, objects, implied);
            }
        }
    }

    /// <summary>The root's apiVersion and kind when both are there: the mark of a Kubernetes document.</summary>
    public static bool IsManifest(YamlMapping mapping) =>
        mapping["apiVersion"] is YamlScalar { Value.Length: > 0 } && mapping["kind"] is YamlScalar { Value.Length: > 0 };

    private static bool IsList(string kind) => kind.EndsWith("List", StringComparison.Ordinal);

    /// <param name="mapping">An object or a list.</param>
    /// <param name="objects">Gets what is found.</param>
    /// <param name="implied">What the items of a typed list are: they may leave out both lines.</param>
    private static void Read(YamlMapping mapping, List<KubernetesObject> objects, (string ApiVersion, string Kind)? implied)
    {
        var reader = MappingReader.Of(mapping);
        if ((reader.String("apiVersion") ?? Implied(implied?.ApiVersion, reader)) is not { } apiVersion || (reader.String("kind") ?? Implied(implied?.Kind, reader)) is not { } kind)
        {
            return;
        }

        if (IsList(kind.Value) && mapping["items"] is YamlSequence items)
        {
            for (var i = 0; i < items.Items.Count; i++)
            {
                if (items.Items[i] is YamlMapping item)
                {
                    Read(item, objects, kind.Value == "List" ? null : (apiVersion.Value, kind.Value.Substring(0, kind.Value.Length - "List".Length)));
                }
            }

            return;
        }

        var header = new ObjectHeader(apiVersion, kind, reader.Object("metadata", ObjectMeta.Read) ?? ObjectMeta.Absent(kind.Span));
        objects.Add(ReadObject(GroupKind.Of(apiVersion.Value, kind.Value), header, reader) with { Node = mapping });
        Embedded(objects);
    }

    private static Located<string>? Implied(string? value, MappingReader item) => value is null ? null : new Located<string>(value, item.Span, IsDefault: true);

    // kube-proxy's configuration usually lives in a ConfigMap.
    private static void Embedded(List<KubernetesObject> objects)
    {
        if (objects[objects.Count - 1] is not ConfigMap { Node: { } node } || node["data"] is not YamlMapping data)
        {
            return;
        }

        foreach (var entry in data.Entries)
        {
            if (entry.Value is YamlScalar scalar && scalar.Value.IndexOf(KubeProxyConfiguration.ApiGroup, StringComparison.Ordinal) >= 0)
            {
                foreach (var part in YamlStream.Split(YamlReader.Embedded(scalar)))
                {
                    objects.AddRange(Read(YamlReader.Read(part.Slice).Root).OfType<KubeProxyConfiguration>());
                }
            }
        }
    }

    private static KubernetesObject ReadObject(GroupKind kind, ObjectHeader header, MappingReader reader)
    {
        if (Reader(kind) is { } read)
        {
            return read(header, reader);
        }

        if (ReferringKinds.Read(kind, reader) is { } references)
        {
            return ReferringObject.Read(header, reader, references);
        }

        var isWorkload = Workload.KindOf(kind.Group, kind.Kind) != WorkloadKind.Other || reader.Nested("spec")?.Nested("template")?.Nested("spec")?.Raw("containers") is YamlSequence;
        return isWorkload ? Workload.Read(header, reader) : OtherObject.Read(header, reader);
    }

    private static Func<ObjectHeader, MappingReader, KubernetesObject>? Reader(GroupKind kind) => (kind.Group, kind.Kind) switch
    {
        ("", "Service") => Service.Read,
        ("", "Endpoints") => Endpoints.Read,
        ("", "ConfigMap") => ConfigMap.Read,
        ("", "Secret") => Secret.Read,
        ("", "Node") => Node.Read,
        ("", "Namespace") => Namespace.Read,
        ("" or "events.k8s.io", "Event") => ClusterEvent.Read,
        ("discovery.k8s.io", "EndpointSlice") => EndpointSlice.Read,
        ("networking.k8s.io" or "extensions", "NetworkPolicy") => NetworkPolicy.Read,
        ("policy.networking.k8s.io", "AdminNetworkPolicy" or "BaselineAdminNetworkPolicy" or "ClusterNetworkPolicy") => ClusterPolicy.Read,
        ("networking.k8s.io" or "extensions", "Ingress") => Ingress.Read,
        ("networking.k8s.io", "ServiceCIDR") => ServiceCidr.Read,
        ("gateway.networking.k8s.io", "Gateway") => Gateway.Read,
        ("gateway.networking.k8s.io", "ReferenceGrant") => ReferenceGrant.Read,
        ("gateway.networking.k8s.io", "HTTPRoute" or "GRPCRoute" or "TLSRoute" or "TCPRoute" or "UDPRoute") => GatewayRoute.Read,
        ("monitoring.coreos.com", "ServiceMonitor") => ServiceMonitor.Read,
        ("monitoring.coreos.com", "PrometheusRule") => PrometheusRule.Read,
        ("argoproj.io", "Application") => GitOps.ArgoApplication.Read,
        ("argoproj.io", "ApplicationSet") => GitOps.ArgoApplicationSet.Read,
        ("argoproj.io", "AppProject") => GitOps.ArgoProject.Read,
        ("kustomize.toolkit.fluxcd.io", "Kustomization") => GitOps.FluxKustomization.Read,
        ("helm.toolkit.fluxcd.io", "HelmRelease") => GitOps.FluxHelmRelease.Read,
        ("source.toolkit.fluxcd.io", "GitRepository" or "HelmRepository" or "OCIRepository" or "Bucket" or "ExternalArtifact" or "HelmChart") => GitOps.FluxSource.Read,
        (KubeProxyConfiguration.ApiGroup, "KubeProxyConfiguration") => KubeProxyConfiguration.Read,
        _ => null,
    };
}
