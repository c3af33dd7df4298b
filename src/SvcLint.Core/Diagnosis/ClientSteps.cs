using System.Globalization;
using SvcLint.Cluster.Addresses;
using SvcLint.Emulation;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Names;
using SvcLint.Text;

namespace SvcLint.Diagnosis;

/// <summary>One place from which a Service is used: a pod's configuration, or an object that names it.</summary>
/// <param name="Client">The pod that connects; null for an object.</param>
/// <param name="Text">"env LEDGER_URL of Deployment checkout", "Ingress shop".</param>
/// <param name="Port">A number or a name; null where none is written.</param>
/// <param name="Written">As it is written.</param>
/// <param name="Span">Where.</param>
internal sealed record ServiceUse(Workload? Client, string Text, IntOrString? Port, string Written, SourceSpan Span)
{
    /// <summary>The object that names the Service; null for a pod's configuration.</summary>
    public KubernetesObject? Referrer { get; init; }
}

/// <summary>Who uses which Service, and whether that can work: does it exist, has it the port, is it translated.</summary>
internal sealed class ClientSteps
{
    private const string Exists = "does the Service exist";
    private const string HasPort = "do its clients use a port that it has";

    private readonly DiagnosisIndex _index;
    private readonly Dictionary<(string Namespace, string Name), List<ServiceUse>> _uses = [];
    private readonly Dictionary<(string Namespace, string Name), List<DiagnosisStep>> _ofClients = [];

    public ClientSteps(DiagnosisIndex index)
    {
        _index = index;
        foreach (var item in index.Unit.Objects)
        {
            foreach (var reference in item is Workload or Service or Endpoints ? [] : item.ServiceReferences)
            {
                if (reference.NamespaceFor(item) is { } @namespace)
                {
                    Add(@namespace, reference.Name.Value, new ServiceUse(null, $"{item.Kind.Value} {Named(item)}", reference.Port?.Value ?? (reference.DefaultPort is { } port ? new IntOrString(port, null) : null), reference.Name.Value, reference.Span) { Referrer = item }, reference.PortMeaning);
                }
            }
        }

        foreach (var address in index.Unit.Addresses)
        {
            OfAddress(address);
        }

        foreach (var address in index.Unit.MisspeltAddresses)
        {
            OfName(address, $"names {address.Address.Host}, where '{address.Slip!.Right}' must stand for '{address.Slip.Written}': the name does not resolve", null);
        }
    }

    /// <summary>Services that something uses and the dump does not hold, with no Service of the name anywhere.</summary>
    public IEnumerable<ServiceDiagnosis> Missing()
    {
        foreach (var use in _uses)
        {
            // The API server makes its own Service; a dump of some namespaces lacks it.
            if (!_index.Dump.MayLack("Service") && _index.Service(use.Key.Namespace, use.Key.Name) is null && use.Key is not ("default", "kubernetes"))
            {
                var first = use.Value[0];
                yield return new ServiceDiagnosis(use.Key.Namespace, use.Key.Name, null, [new DiagnosisStep(
                    Exists, StepVerdict.Fault, $"Service {use.Key.Name} does not exist in namespace {use.Key.Namespace}; {first.Text} refers to it{(use.Value.Count > 1 ? $", and {use.Value.Count - 1} more" : "")}: {WhyMissing(use.Key.Name)}")
                {
                    Evidence = [.. use.Value.Take(5).Select(u => new Evidence(u.Text, u.Span))],
                    Confirm = $"kubectl get service {use.Key.Name} -n {use.Key.Namespace}",
                }]);
            }
        }
    }

    private string WhyMissing(string name)
    {
        var elsewhere = _index.ServicesNamed(name).Select(DiagnosisIndex.NamespaceOf).OrderBy(n => n, StringComparer.Ordinal).Take(3).ToArray();
        return elsewhere.Length > 0 ? $"there is one in {string.Join(", ", elsewhere)}" : "it was never created, was refused, or was deleted";
    }

    /// <summary>Pods that connect to a Service.</summary>
    public IEnumerable<ServiceUse> UsesOf(Service service) => _uses.TryGetValue((DiagnosisIndex.NamespaceOf(service), service.Name ?? ""), out var found) ? found : [];

    public IEnumerable<DiagnosisStep> Of(Service service, ListedService listed)
    {
        var key = (DiagnosisIndex.NamespaceOf(service), service.Name ?? "");
        foreach (var step in _ofClients.TryGetValue(key, out var own) ? own : [])
        {
            yield return step;
        }

        if (service.Spec?.Type?.Value == "ExternalName" || !_uses.TryGetValue(key, out var uses))
        {
            yield break;
        }

        var faults = uses.Select(u => OfPort(service, listed, u)).OfType<DiagnosisStep>().GroupBy(s => s.Text, StringComparer.Ordinal).Select(g => g.First()).ToArray();
        foreach (var fault in faults)
        {
            yield return fault;
        }

        if (faults.Length == 0)
        {
            yield return new DiagnosisStep(HasPort, StepVerdict.Good, $"{uses.Count.ToString(CultureInfo.InvariantCulture)} use{(uses.Count == 1 ? "" : "s")} of it in the dump, at ports that it has") { Evidence = [.. uses.Take(3).Select(u => new Evidence(u.Text, u.Span))] };
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Named(KubernetesObject item) => item.Namespace is { } @namespace ? $"{@namespace}/{item.Name}" : item.Name ?? "";

    private string? NameOf(Workload? client) => client is null ? null : $"{DiagnosisIndex.NamespaceOf(client)}/{_index.Owners.TopOf(client).Name}";

    private DiagnosisStep? OfPort(Service service, ListedService listed, ServiceUse use)
    {
        var ports = service.Spec?.Ports?.Items ?? [];
        if (use.Port is not { } port || ports.Count == 0)
        {
            return null;
        }

        var own = ports.FirstOrDefault(p => port.Int is { } number ? p.Port?.Value == number : p.Name?.Value == port.String);
        if (service.Spec?.ClusterIP?.Value != "None" || use.Client is null)
        {
            return own is not null ? null : new DiagnosisStep(HasPort, StepVerdict.Fault, $"{use.Text} uses port {port}; the Service has {string.Join(", ", ports.Select(p => $"{Number(p.Port?.Value ?? 0)}{(p.Name is { } name ? $" ({name.Value})" : "")}"))}")
            {
                // Every connection that the object makes goes to this port; a pod may have others configured.
                Severity = use.Client is null ? Severity.Error : Severity.Warning,
                Concern = use.Client is null ? StepConcern.FromOutside : StepConcern.OneClient,
                Client = NameOf(use.Client),
                Evidence = [new Evidence(use.Written, use.Span), new Evidence("Service ports", service.Spec?.Ports?.KeySpan)],
                Confirm = $"kubectl get service {service.Name} -n {DiagnosisIndex.NamespaceOf(service)} -o jsonpath='{{.spec.ports}}'",
            };
        }

        // A headless Service translates nothing: the pods' own ports count.
        var numbers = listed.Slices.SelectMany(s => s.Slice.Ports?.Items ?? []).Select(p => p.Port?.Value).OfType<int>().Distinct().ToArray();
        if (port.Int is not { } asked || numbers.Length == 0 || numbers.Contains(asked))
        {
            return null;
        }

        if (own is null)
        {
            return OfUndeclared(service, numbers, asked, use);
        }

        var target = listed.Slices.SelectMany(s => s.Slice.Ports?.Items ?? []).FirstOrDefault(p => (p.Name?.Value ?? "") == (own.Name?.Value ?? ""))?.Port?.Value ?? numbers[0];
        return new DiagnosisStep(HasPort, StepVerdict.Fault, $"headless Service: no translation from port {Number(asked)} to {Number(target)}; client {use.Text} uses {use.Written} and must use {Number(target)}")
        {
            Concern = StepConcern.OneClient,
            Client = NameOf(use.Client),
            Evidence = [new Evidence(use.Written, use.Span), new Evidence("Service port", own.Span)],
            Confirm = $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name}",
        };
    }

    // A port that is neither the Service's nor a pod's; pods that declare none may listen on any.
    private DiagnosisStep? OfUndeclared(Service service, int[] numbers, int asked, ServiceUse use)
    {
        var declared = _index.DeclaredBy(_index.SelectedPods(service)).Select(p => p.Number?.Value).ToArray();
        return declared.Length == 0 || declared.Contains(asked) ? null
            : new DiagnosisStep(HasPort, StepVerdict.Fault, $"{use.Text} uses port {Number(asked)}; the Service is headless, and its pods have {string.Join(", ", numbers.Select(Number))}")
            {
                Severity = Severity.Warning,
                Concern = StepConcern.OneClient,
                Client = NameOf(use.Client),
                Evidence = [new Evidence(use.Written, use.Span), new Evidence("Service ports", service.Spec?.Ports?.KeySpan)],
                Confirm = $"kubectl get endpointslices -n {DiagnosisIndex.NamespaceOf(service)} -l {EndpointSlice.ServiceNameLabel}={service.Name}",
            };
    }

    private void OfAddress(ConfiguredAddress address)
    {
        var client = address.Owner;
        var @namespace = address.Namespace ?? DiagnosisIndex.NamespaceOf(client);
        var name = address.Name.Name;
        // Every kubeadm cluster is called so, and none answers for another.
        if (address.Name.Domain is "cluster.local" && _index.Dns is { Zone: not "cluster.local", Server.Source: not null } && address.Workload is not null)
        {
            OfName(address, $"names {address.Address.Host}; the domain of this cluster is {_index.Dns.Zone}: the name does not resolve", null);
            return;
        }

        if ((address.Name.Domain is { } domain && domain != _index.Dns.Zone) || address.Workload?.PodSpec?.HostAliases?.Items.Any(a => a.Hostnames?.Items.Any(h => h.Value == address.Address.Host) == true) == true)
        {
            return;
        }

        // db-0.db: a pod of a Service beside the client.
        if (address.Name.Hostname is null && address.Pod is var (pod, governing, _) && !_index.Dns.HasNamespace(@namespace) && _index.Service(DiagnosisIndex.NamespaceOf(client), governing) is not null)
        {
            Add(DiagnosisIndex.NamespaceOf(client), governing, Use(address), ReferencedPort.ServicePort);
            OfPodName(address, pod, governing, DiagnosisIndex.NamespaceOf(client));
            return;
        }

        if (!_index.Dns.HasNamespace(@namespace))
        {
            if (address.Name.IsQualified && address.Workload is not null)
            {
                OfName(address, $"names {address.Address.Host}; there is no namespace {@namespace}{Elsewhere(name)}", null);
            }

            return;
        }

        var use = Use(address);
        if (_index.Service(@namespace, name) is not null)
        {
            Add(@namespace, name, use, ReferencedPort.ServicePort);
            if (address.Name.Hostname is { } hostname)
            {
                OfPodName(address, hostname, name, @namespace);
            }

            return;
        }

        // What an object of its own kind means by a host, its controller alone knows.
        if (!address.IsCertain || address.Workload is null || _index.Dump.MayLack("Service"))
        {
            return;
        }

        var elsewhere = Elsewhere(name);
        var meant = _index.ServicesIn(@namespace).FirstOrDefault(s => NearMiss.IsSlip(name, s.Name ?? ""))?.Name;
        if (elsewhere.Length > 0 || meant is not null)
        {
            // The mistake is the client's: its own Service is what people see failing.
            OfName(address, $"names {address.Address.Host}; no such Service in {@namespace}{(meant is not null ? $", did its author mean {meant}?" : elsewhere)}", use);
        }
        else if (address.Name.IsQualified || (address.Name.Namespace is { } second && !NameWalk.IsTopLevelDomain(second)))
        {
            Add(@namespace, name, use, ReferencedPort.None);
        }
    }

    private string Elsewhere(string name)
    {
        var elsewhere = _index.ServicesNamed(name).Select(DiagnosisIndex.NamespaceOf).OrderBy(n => n, StringComparer.Ordinal).Take(3).ToArray();
        return elsewhere.Length > 0 ? $", {name} is in {string.Join(", ", elsewhere)}" : "";
    }

    private ServiceUse Use(ConfiguredAddress address) => new(
        address.Workload,
        $"{Place(address)} of {OwnerOf(address)} in {DiagnosisIndex.NamespaceOf(address.Owner)}",
        address.Address.Port is { } port ? new IntOrString(port, null) : null,
        Written(address),
        address.HostSpan);

    private string OwnerOf(ConfiguredAddress address) => address.Workload is { } pods ? _index.OwnerText(pods) : $"{address.Owner.Kind.Value} {address.Owner.Name}";

    private static string Place(ConfiguredAddress address) =>
        address.IsArgument ? "an argument" : address.Key.All(c => char.IsLetterOrDigit(c) || c == '_') ? $"env {address.Key}" : $"setting '{address.Key}'";

    /// <summary>A name that does not resolve, told of the Services of the pods that use it; of the name itself where they have none.</summary>
    private void OfName(ConfiguredAddress address, string text, ServiceUse? use)
    {
        var services = (address.Workload is { } pods ? _index.ServicesOf(pods) : []);
        if (services.Count == 0 && use is not null)
        {
            Add(address.Namespace ?? DiagnosisIndex.NamespaceOf(address.Owner), address.Name.Name, use, ReferencedPort.None);
        }

        foreach (var own in services)
        {
            Add(_ofClients, (DiagnosisIndex.NamespaceOf(own), own.Name ?? ""), new DiagnosisStep("do the names that its pods use resolve", StepVerdict.Fault, $"{Place(address)} of {OwnerOf(address)} {text}")
            {
                Concern = StepConcern.OfItsPods,
                Evidence = [new Evidence(Written(address), address.HostSpan)],
                Confirm = $"kubectl get services -A --field-selector metadata.name={address.Name.Name}",
            });
        }
    }

    // db-0.db: the pod must be there, be ready, and have this Service as its governing one.
    private void OfPodName(ConfiguredAddress address, string hostname, string serviceName, string @namespace)
    {
        if (_index.Service(@namespace, serviceName) is not { } service || service.Spec?.Type?.Value == "ExternalName")
        {
            return;
        }

        var name = $"{hostname}.{serviceName}.{@namespace}.svc.{_index.Dns.Zone}";
        var answer = _index.Dns.Ask(name, DnsType.A);
        if (answer.HasAddress || _index.Dns.Ask(name, DnsType.AAAA).HasAddress || (_index.Missing.Contains("EndpointSlice") && _index.Missing.Contains("Pod")))
        {
            return;
        }

        Add(_ofClients, (@namespace, serviceName), new DiagnosisStep("do the names of its pods resolve", StepVerdict.Fault, $"{Place(address)} of {OwnerOf(address)} uses {address.Address.Host}, which does not resolve: {(answer.Because.Count > 0 ? answer.Because[0].Text : "no such pod")}")
        {
            Severity = Severity.Warning,
            Concern = address.Workload is null ? StepConcern.FromOutside : StepConcern.OneClient,
            Client = NameOf(address.Workload),
            Evidence = [new Evidence(Written(address), address.HostSpan)],
            Confirm = $"kubectl get endpointslices -n {@namespace} -l {EndpointSlice.ServiceNameLabel}={service.Name} -o yaml | grep hostname",
        });
    }

    private static string Written(ConfiguredAddress address) => address.Address.Port is { } port ? $"{address.Address.Host}:{Number(port)}" : address.Address.Host;

    private void Add(string @namespace, string name, ServiceUse use, ReferencedPort meaning)
    {
        // Ports of other meanings are compared with other things.
        Add(_uses, (@namespace, name), meaning is ReferencedPort.ServicePort or ReferencedPort.ServicePortNumber or ReferencedPort.ServicePortName ? use : use with { Port = null });
    }

    private static void Add<T>(Dictionary<(string, string), List<T>> index, (string, string) key, T item)
    {
        if (!index.TryGetValue(key, out var same))
        {
            index.Add(key, same = []);
        }

        same.Add(item);
    }
}
