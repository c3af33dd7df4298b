using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Pod specs and templates as far as svclint models them: containers, ports, probes, DNS and names.</summary>
internal static class PodValidation
{
    private const int DefaultGracePeriod = 30;
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchCharacters = 2048;

    private const int MaxHostname = 64;

    /// <param name="template">The template.</param>
    /// <param name="path">Its path.</param>
    /// <param name="version">The cluster's version.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="specStage">When the server looks at the spec of the pods.</param>
    public static void Template(PodTemplate template, ApiPath path, KubernetesVersion version, ErrorList errors, ValidationStage specStage = ValidationStage.Validate)
    {
        // The server leaves "metadata" out of these two paths.
        MetadataValidation.Labels(template.Metadata?.Labels, path.Child("labels", RefusalTopic.Label), errors);
        MetadataValidation.Annotations(template.Metadata?.Annotations, path.Child("annotations", RefusalTopic.Annotation), errors);
        errors.Stage = specStage;
        Spec(template.Spec ?? Empty(template), path.Child("spec"), isPod: false, version, errors);
        errors.Stage = ValidationStage.Validate;
    }

    private static PodSpec Empty(PodTemplate template) => new() { Span = template.Span, KeySpan = template.KeySpan };

    public static void Pod(PodTemplate pod, KubernetesVersion version, ErrorList errors) =>
        Spec(pod.Spec ?? Empty(pod), ApiPath.Root(RefusalTopic.Container).Child("spec"), isPod: true, version, errors);

    private static void Spec(PodSpec spec, ApiPath path, bool isPod, KubernetesVersion version, ErrorList errors)
    {
        var containers = new ContainerValidation(version, spec.TerminationGracePeriodSeconds?.Value ?? DefaultGracePeriod, errors);
        containers.Containers(spec, path.Child("containers"));
        containers.InitContainers(spec, path.Child("initContainers"));
        HostNetwork(spec, path.Child("containers"), isPod, version, errors);
        if (spec.RestartPolicy is { Value: not ("Always" or "OnFailure" or "Never") } restart)
        {
            errors.NotSupported(path.Child("restartPolicy"), restart.Span, restart.Value, "Always", "OnFailure", "Never");
        }

        if (spec.DnsPolicy is { Value: not ("ClusterFirstWithHostNet" or "ClusterFirst" or "Default" or "None") } dns)
        {
            errors.NotSupported(path.Child("dnsPolicy"), dns.Span, dns.Value, "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None");
        }

        MetadataValidation.Labels(spec.NodeSelector, path.Child("nodeSelector", RefusalTopic.Label), errors);
        DnsConfig(spec, path.Child("dnsConfig", RefusalTopic.PodDns), version, errors);
        Name(spec.ServiceAccountName, path.Child("serviceAccountName", RefusalTopic.Name), NameFormat.Dns1123Subdomain, errors);
        Name(spec.NodeName, path.Child("nodeName", RefusalTopic.Name), NameFormat.Dns1123Subdomain, errors);
        Name(spec.Hostname, path.Child("hostname", RefusalTopic.Name), NameFormat.Dns1123Label, errors);
        Name(spec.Subdomain, path.Child("subdomain", RefusalTopic.Name), NameFormat.Dns1123Label, errors);
        HostnameOverride(spec, path.Child("hostnameOverride"), version, errors);
        HostAliases(spec, path.Child("hostAliases"), version, errors);
    }

    // Before, the field was dropped.
    private static void HostnameOverride(PodSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (version < ServerChecks.HostnameOverrides || spec.HostnameOverride is not { } hostname)
        {
            return;
        }

        if (spec.HostNetwork?.Value == true)
        {
            errors.Forbidden(path, hostname.Span, "a pod on the host network has the node's hostname");
        }

        if (hostname.Value.Length > MaxHostname)
        {
            errors.TooLong(path, hostname.Span, $"a hostname has at most {MaxHostname} characters");
        }

        errors.Check(path, hostname.Span, NameFormat.Dns1123Subdomain(hostname.Value));
    }

    private static void HostAliases(PodSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var items = spec.HostAliases?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var at = version >= ServerChecks.AliasesByIndex ? path.Index(i) : path;
            AddressValidation.LegacyIP(items[i].IP ?? new Located<string>("", items[i].KeySpan), at.Child("ip", RefusalTopic.Address), version, errors);
            var names = items[i].Hostnames?.Items ?? [];
            for (var n = 0; n < names.Count; n++)
            {
                errors.Check(version >= ServerChecks.AliasesByIndex ? at.Child("hostnames", RefusalTopic.Name).Index(n) : at.Child("hostnames", RefusalTopic.Name), names[n].Span, NameFormat.Dns1123Subdomain(names[n].Value));
            }
        }
    }

    private static void Name(Located<string>? value, ApiPath path, Func<string, string?> format, ErrorList errors)
    {
        if (value is { Value.Length: > 0 })
        {
            errors.Check(path, value.Span, format(value.Value));
        }
    }

    private static void HostNetwork(PodSpec spec, ApiPath containers, bool isPod, KubernetesVersion version, ErrorList errors)
    {
        if (spec.HostNetwork?.Value != true)
        {
            return;
        }

        var onHostPort = version >= ServerDefaults.HostPortStaysInTemplates;
        var items = spec.Containers?.Items ?? [];
        for (var c = 0; c < items.Count; c++)
        {
            var ports = items[c].Ports?.Items ?? [];
            for (var i = 0; i < ports.Count; i++)
            {
                var host = ports[i].HostPort?.Value ?? 0;
                var container = ports[i].Number?.Value ?? 0;
                if (host != container && (isPod || host != 0 || !onHostPort))
                {
                    var path = containers.Index(c).Child("ports").Index(i).Child(onHostPort ? "hostPort" : "containerPort", RefusalTopic.HostPort);
                    errors.Invalid(path, ports[i].HostPort?.Span ?? ports[i].KeySpan, $"with hostNetwork the container listens on the node itself: hostPort {host} must equal containerPort {container}");
                }
            }
        }
    }

    private static void DnsConfig(PodSpec spec, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (spec.DnsPolicy?.Value == "None" && spec.DnsConfig?.Nameservers is not { Count: > 0 })
        {
            var missing = spec.DnsConfig is null ? path : path.Child("nameservers");
            errors.Required(missing, spec.DnsConfig?.KeySpan ?? spec.DnsPolicy.Span, "dnsPolicy None leaves the pod without any nameserver but those of dnsConfig");
            return;
        }

        if (spec.DnsConfig is not { } config)
        {
            return;
        }

        var nameservers = config.Nameservers?.Items ?? [];
        if (nameservers.Count > MaxNameservers)
        {
            errors.Invalid(path.Child("nameservers"), config.Nameservers!.KeySpan, $"at most {MaxNameservers} nameservers are allowed");
        }

        for (var i = 0; i < nameservers.Count; i++)
        {
            AddressValidation.LegacyIP(nameservers[i], path.Child("nameservers").Index(i), version, errors);
        }

        Searches(config, path.Child("searches"), version, errors);
        var options = config.Options?.Items ?? [];
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Name is not { Value.Length: > 0 })
            {
                errors.Required(path.Child("options").Index(i), options[i].Name?.Span ?? options[i].KeySpan, "an option needs a name");
            }
        }
    }

    private static void Searches(PodDnsConfig config, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var searches = config.Searches?.Items ?? [];
        if (searches.Count > MaxSearches)
        {
            errors.Invalid(path, config.Searches!.KeySpan, $"at most {MaxSearches} search domains are allowed");
        }

        if (searches.Sum(s => s.Value.Length + 1) - 1 > MaxSearchCharacters)
        {
            errors.Invalid(path, config.Searches!.KeySpan, $"all search domains together have more than {MaxSearchCharacters} characters");
        }

        for (var i = 0; i < searches.Count; i++)
        {
            var isRelaxed = version >= ServerChecks.RelaxedSearches;
            var search = searches[i].Value;
            if (isRelaxed && search == ".")
            {
                continue;
            }

            search = search.EndsWith(".", StringComparison.Ordinal) ? search.Substring(0, search.Length - 1) : search;
            errors.Check(path.Index(i), searches[i].Span, isRelaxed ? NameFormat.Dns1123SubdomainWithUnderscore(search) : NameFormat.Dns1123Subdomain(search));
        }
    }
}
