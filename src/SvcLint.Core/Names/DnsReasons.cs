namespace SvcLint.Names;

/// <summary>Puts into words why a name of the cluster is answered as it is.</summary>
internal sealed class DnsReasons(DnsObjects objects, KubernetesPlugin plugin, string zone)
{
    private const int Shown = 5;
    private const string NoFamily = "which has no address of this family here";

    public IEnumerable<DnsReason> Of(string name, DnsType type, DnsAnswer answer)
    {
        if (DnsQuestion.Read(name, zone) is not { } question)
        {
            return answer.Code == DnsCode.NoError ? [new DnsReason("the server answers this name itself", null)]
                : answer.Code == DnsCode.NoData ? [new DnsReason($"the server has no {type} record of names that it does not make", null)]
                : [new DnsReason($"names of the cluster are SERVICE.NAMESPACE.svc.{zone}, with at most a pod or _PORT._PROTOCOL before them", null)];
        }

        if (question.Namespace is { } unknown && !objects.HasNamespace(unknown))
        {
            return [new DnsReason(NoNamespace(unknown, question.Service ?? ""), null)];
        }

        if (question.Namespace is { } hidden && !objects.IsExposed(hidden))
        {
            return [new DnsReason($"the Corefile does not answer for namespace {hidden} ({(plugin.Namespaces is null ? "namespace_labels" : "namespaces")})", null)];
        }

        if (question is not { Namespace: { } @namespace, Service: { } label })
        {
            return [new DnsReason("no Service is named", null)];
        }

        return question.Kind == "pod" ? [new DnsReason(answer.Code == DnsCode.NxDomain ? $"{label} is no address of a pod" : "an address in dashes; the server does not look whether a pod has it", null)]
            : objects.IsUndeclaredApiServer(@namespace, label) ? [new DnsReason(ApiServer(question, type, answer), null)]
            : objects.Find(@namespace, label) is { } service ? OfService(service, question, type, answer)
            : [new DnsReason(Missing(@namespace, label), objects.Services.FirstOrDefault(s => s.Name == label)?.Service.NameSpan)];
    }

    private string Missing(string @namespace, string label) => $"namespace {@namespace} has no Service {label}{(plugin.Labels is null ? "" : " with the labels that the Corefile asks for")}{Elsewhere(label, "; there is one in ")}";

    private string NoNamespace(string @namespace, string label) => $"there is no namespace {@namespace}{(objects.HoldsAllNamespaces ? "" : " in the input")}{Elsewhere(label, $"; Service {label} is in ")}";

    private string Elsewhere(string label, string lead)
    {
        var elsewhere = objects.Services.Where(s => s.Name == label).Select(s => s.Namespace).OrderBy(n => n, StringComparer.Ordinal).Take(Shown).ToArray();
        return elsewhere.Length > 0 ? lead + string.Join(", ", elsewhere) : "";
    }

    private static string ApiServer(DnsQuestion question, DnsType type, DnsAnswer answer)
    {
        const string Own = "the API server makes Service default/kubernetes in every cluster";
        return answer.Code == DnsCode.NoError ? Own
            : answer.Code == DnsCode.NoData ? $"{Own}; assumed to have no {type} record"
            : question.Endpoint is { } endpoint ? $"{Own}; the input does not tell whether it has an endpoint {endpoint}"
            : $"{Own}; its one port is _https._tcp";
    }

    // Where an ExternalName leads to nothing.
    private string NoTarget(string target)
    {
        var name = target.TrimEnd('.').ToLowerInvariant();
        if (!name.EndsWith("." + zone, StringComparison.Ordinal) || DnsQuestion.Read(name, zone) is not { Kind: "svc", Namespace: { } @namespace, Service: { } label } question)
        {
            return "which is no name of a Service";
        }

        return objects.Find(@namespace, label) is not { } service ? objects.IsUndeclaredApiServer(@namespace, label) ? NoFamily : $"which does not exist: {(objects.HasNamespace(@namespace) ? Missing(@namespace, label) : NoNamespace(@namespace, label))}"
            : service.IsHeadless && !service.Endpoints.Any() ? "which is headless and has no ready endpoint"
            : service.IsExternalName ? "an ExternalName that leads to nothing itself"
            : question.Endpoint is { } pod && !service.Endpoints.Any(e => string.Equals(e.Hostname, pod, StringComparison.OrdinalIgnoreCase)) ? $"and no ready endpoint is called {pod}"
            : NoFamily;
    }

    private IEnumerable<DnsReason> OfService(DnsService service, DnsQuestion question, DnsType type, DnsAnswer answer)
    {
        var place = service.Service.NameSpan;
        var name = $"Service {service.Namespace}/{service.Name}";
        if (service.IsExternalName)
        {
            var target = service.Service.Spec?.ExternalName?.Value ?? "";
            yield return new DnsReason(
                question.Endpoint is not null || question.Port is not null ? $"{name} is an ExternalName, below which there are no names"
                : answer.Code == DnsCode.NxDomain ? $"{name} has the externalName '{target}', an address: no CNAME can be made of it"
                : answer.Code == DnsCode.NoData && type is DnsType.A or DnsType.AAAA ? $"{name} is an ExternalName for {target}, {NoTarget(target)}"
                : answer.OutsideTarget is { } outside ? $"{name} is an ExternalName for {outside}, whose addresses the input does not tell"
                : $"{name} is an ExternalName for {target}",
                service.Service.Spec?.ExternalName?.Span ?? place);
            yield break;
        }

        if (answer.Code != DnsCode.NxDomain)
        {
            yield return new DnsReason($"{name}{(service.IsHeadless ? " is headless: the addresses are those of its ready endpoints" : "")}{(answer.Code == DnsCode.NoData ? $"{(service.IsHeadless ? ";" : "")} has no {type} record" : "")}", place);
            yield break;
        }

        if (plugin.NoEndpoints && (service.IsHeadless || question.Endpoint is not null))
        {
            yield return new DnsReason($"the Corefile says noendpoints: {name} has no addresses of pods", place);
        }
        else if (plugin.IgnoreEmptyService && !service.Endpoints.Any() && !service.IsHeadless && question.Endpoint is null)
        {
            yield return new DnsReason($"{name} has no ready endpoint, and the Corefile says ignore empty_service", place);
        }
        else if (!service.Endpoints.Any() && (service.IsHeadless || question.Endpoint is not null))
        {
            yield return new DnsReason(service.IsHeadless ? $"{name} is headless and has no ready endpoint, so its name does not exist" : $"{name} has no ready endpoint", place);
        }
        else if (question.Endpoint is { } pod)
        {
            var names = service.Endpoints.Select(e => e.Hostname).Distinct().Take(Shown + 1).ToArray();
            yield return new DnsReason($"no ready endpoint of {name} is called {pod}; there {(names.Length == 1 ? "is" : "are")} {string.Join(", ", names.Take(Shown))}{(names.Length > Shown ? ", …" : "")}", place);
        }
        else
        {
            var ports = service.IsHeadless
                ? service.Subsets.SelectMany(s => s.Ports).Select(p => $"_{p.Name}._{p.Protocol.ToLowerInvariant()}").Distinct()
                : (service.Service.Spec?.Ports?.Items ?? []).Select(p => $"_{p.Name?.Value}._{(p.Protocol?.Value ?? "TCP").ToLowerInvariant()}").Distinct();
            yield return new DnsReason($"{name} has no port _{question.Port}._{question.Protocol}; it has {string.Join(", ", ports.Take(Shown))}", place);
        }
    }
}
