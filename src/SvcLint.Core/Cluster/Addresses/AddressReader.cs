using System.Globalization;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Cluster.Addresses;

/// <summary>Every address that the processes of a unit will see: environment, commands, files, Dapr components, annotations, custom resources.</summary>
internal sealed class AddressReader
{
    // The names in a certificate are those under which its owner is called; nobody connects by them.
    private const string Certificates = "cert-manager.io";

    private readonly DeploymentUnit _unit;
    private readonly HashSet<string> _images;
    private readonly HashSet<string> _readMaps = new(StringComparer.Ordinal);
    private readonly List<ConfiguredAddress> _found = [];
    private readonly Dictionary<(SourceSpan, SourceSpan, SourceSpan?), List<Workload>> _readers = [];
    private readonly Dictionary<ContainerConfigurationFile, IReadOnlyList<FoundAddress>> _files = [];

    private AddressReader(DeploymentUnit unit)
    {
        _unit = unit;
        _images = new HashSet<string>(unit.Workloads.SelectMany(w => w.AllContainers()).Select(c => c.Image?.Value).OfType<string>(), StringComparer.Ordinal);
    }

    public static IReadOnlyList<ConfiguredAddress> Read(DeploymentUnit unit)
    {
        var reader = new AddressReader(unit);
        foreach (var workload in unit.Workloads)
        {
            reader.Read(workload);
        }

        foreach (var item in unit.Objects)
        {
            reader.ReadObject(item);
        }

        return reader._found;
    }

    private void Read(Workload workload)
    {
        _readMaps.UnionWith(ConfigMapUse.Of(workload).Select(u => u.Key));
        var set = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in workload.AllContainers())
        {
            var environment = ContainerEnvironment.Of(container, workload, _unit);
            set.UnionWith((container.Env?.Items ?? []).Select(e => e.Name?.Value).OfType<string>());
            Settings(workload, [.. environment.Variables.Where(v => v.Value is { } value && !IsFile(value.Value)).Select(v => (v.Key, v.Value!))]);
            foreach (var variable in (container.Env?.Items ?? []).Where(e => e.Value is { } value && IsFile(value.Value)))
            {
                File(workload, ContainerConfigurationFile.Read(variable.Name?.Value ?? "", variable.Value!));
            }

            Command(workload, container, environment);
        }

        foreach (var entries in ListeningEvidence.ConfigMaps(workload, _unit).Select(m => m.Data).Concat(Secrets(workload)).Select(d => d?.Entries ?? []))
        {
            Settings(workload, [.. entries.Where(e => !set.Contains(e.Key.Value) && !IsFile(e.Value.Value)).Select(e => (e.Key.Value, ComposedText.Of(e.Value)))]);
            foreach (var entry in entries)
            {
                File(workload, _unit.ConfigurationFiles.Of(entry));
            }
        }
    }

    // The Secrets of the unit that a workload's pods mount or read as environment; what is encoded says nothing.
    private IEnumerable<StringMap?> Secrets(Workload workload)
    {
        var names = new HashSet<string>((workload.PodSpec?.Volumes?.Items ?? []).SelectMany(v => v.Secrets).Select(n => n.Value), StringComparer.Ordinal);
        names.UnionWith(workload.AllContainers().SelectMany(c => (c.EnvFrom?.Items ?? []).Select(e => e.SecretRef?.Name?.Value).Concat((c.Env?.Items ?? []).Select(e => e.ValueFrom?.SecretKeyRef?.Name?.Value))).OfType<string>());
        return names.Count == 0 ? [] : names.SelectMany(_unit.Lookup.SecretsNamed).Where(s => NamespaceComparer.MayBeSame(s.Namespace, workload.Namespace)).Select(s => s.StringData);
    }

    private void Settings(Workload workload, IReadOnlyList<(string Key, ComposedText Value)> set, bool onlyPairs = false)
    {
        var values = set.ToLookup(s => s.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in set)
        {
            foreach (var address in IsOther(key, value.Value) ? [] : HostAddress.Parse(value.Value))
            {
                var port = address.Form == AddressForm.Name ? PortBeside(key, values) : null;
                if (port is not null || !onlyPairs)
                {
                    // A program may put the variable's port behind the URL, or listen there itself.
                    var isOpen = address is { Form: AddressForm.Url, PortSpan: null } && HostKey.PortOfPrefix(key) is { } other && values.Contains(other);
                    Add(workload, new FoundAddress(key, value, isOpen ? address with { Port = null } : address, port));
                }
            }
        }
    }

    private void Command(Workload workload, Container container, ContainerEnvironment environment)
    {
        var words = (container.Command?.Items ?? []).Concat(container.Args?.Items ?? []).ToArray();
        foreach (var found in CommandAddresses.Of(words, ConfiguredAddress.Argument).Where(f => f.PortBeside is not null || f.IsSure))
        {
            Add(workload, found);
        }

        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (IsFile(word.Value) || (i > 0 && words[i - 1].Value is "-c" or "-ec" or "-lc" or "-exc" or "-cx" or "-xc" or "-euc"))
            {
                foreach (var found in ShellReader.Read(EmbeddedFile.Of("", word)).SelectMany(c => CommandAddresses.Of(c, ConfiguredAddress.Argument)))
                {
                    Add(workload, found);
                }

                continue;
            }

            // "--image", "redis:7"
            if (i > 0 && words[i - 1].Value is ['-', ..] before && before.IndexOf('=') < 0 && IsOther(before, word.Value))
            {
                continue;
            }

            var (flag, value) = Flag(word);
            var text = environment.Expand(value);
            foreach (var address in HostAddress.Parse(text.Value))
            {
                // Behind a flag an image or a label looks like a host with a port.
                if (flag is null || (address.Form == AddressForm.Url && !HostKey.SaysIdentity(flag)) || (address.Form == AddressForm.HostPort && (HostKey.SaysAddress(flag) || IsQualified(address.Host))))
                {
                    Add(workload, new FoundAddress(flag ?? ConfiguredAddress.Argument, text, address));
                }
            }
        }

        Settings(workload, [.. Flags(words).Where(f => f.Flag.Trim('-').Length > 0).Select(f => (f.Flag, environment.Expand(f.Value)))], onlyPairs: true);
    }

    // --db-host=postgres --db-port=5432, also as words of their own.
    private static IEnumerable<(string Flag, Located<string> Value)> Flags(Located<string>[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (Flag(words[i]) is { Name: { } name, Value: var value })
            {
                yield return (name, value);
            }
            else if (words[i].Value is ['-', '-', _, ..] && i + 1 < words.Length && words[i + 1].Value is [not '-', ..] && !IsFile(words[i + 1].Value))
            {
                yield return (words[i].Value, words[++i]);
            }
        }
    }

    // An image that some container runs, or what the key calls something else than an address, though it has a colon.
    private bool IsOther(string key, string value) => value.IndexOf("://", StringComparison.Ordinal) < 0 && (HostKey.SaysOther(key) || _images.Contains(value) || IsImage(value));

    // registry:5000/team/app:1.2
    private static bool IsImage(string value) => value.IndexOf('/') is > 0 and var slash && value.IndexOf(':', slash) > 0 && value.IndexOf(' ') < 0 && value.IndexOf(',') < 0;


    // --name=value
    private static (string? Name, Located<string> Value) Flag(Located<string> word)
    {
        var equals = word.Value.StartsWith("-", StringComparison.Ordinal) ? word.Value.IndexOf('=') : -1;
        return equals < 0 ? (null, word) : (word.Value.Substring(0, equals), word.Slice(equals + 1, word.Value.Length));
    }

    private void File(KubernetesObject owner, ContainerConfigurationFile? file)
    {
        if (file is null)
        {
            return;
        }

        if (!_files.TryGetValue(file, out var addresses))
        {
            _files.Add(file, addresses = FileAddresses.Of(file));
        }

        foreach (var address in addresses)
        {
            Add(owner, address);
        }
    }

    // What no pod of the unit reads by itself: Dapr's sidecars, ingress controllers, operators.
    private void ReadObject(KubernetesObject item)
    {
        foreach (var annotation in item.Metadata.Annotations?.Entries ?? [])
        {
            if (annotation.Value.Value.Length < 512 && annotation.Value.Value.IndexOf(".svc", StringComparison.Ordinal) > 0)
            {
                Qualified(item, annotation.Key.Value, annotation.Value);
            }
        }

        // Sidecars and operators read ConfigMaps by their labels or by name: what is in them is full of links, and few of those are the cluster's.
        if (item is ConfigMap { Data: { } data } map && !_readMaps.Contains(map.Name ?? ""))
        {
            foreach (var entry in data.Entries)
            {
                foreach (var address in _unit.ConfigurationFiles.Of(entry) is { } file ? FileAddresses.Of(file).Where(a => IsQualified(a.Address.Host)) : [])
                {
                    Add(item, address);
                }
            }
        }

        if (item is not (OtherObject or ReferringObject { Group: "monitoring.coreos.com" }) || item.Node is not { } node)
        {
            return;
        }

        if (item.Group == "dapr.io" && item.Kind.Value == "Component")
        {
            foreach (var entry in MappingReader.Of(node).Nested("spec")?.List("metadata", e => (Name: e.String("name"), Value: e.String("value")))?.Items ?? [])
            {
                if (entry is { Name: { } name, Value: { } value })
                {
                    Settings(item, name.Value, value);
                }
            }
        }
        else if (item.Kind.Value is not "CustomResourceDefinition" && item.Group != Certificates && node["spec"] is { } spec)
        {
            ReadSpec(item, TreeReader.Read(spec));
        }
    }

    // What says svc is an address; other hosts are where the field says so and a Service has the name.
    private void ReadSpec(KubernetesObject item, IReadOnlyList<ConfigurationSetting> leaves)
    {
        var ports = new Lazy<ILookup<string, ConfigurationSetting>>(() => FileAddresses.ByPlace(leaves));
        foreach (var leaf in leaves.Where(l => l.Value.Value.Length is > 2 and < 4096 && l.Value.Value.IndexOf('\n') < 0))
        {
            if (leaf.Value.Value.IndexOf(".svc", StringComparison.Ordinal) > 0)
            {
                foreach (var address in HostAddress.Parse(leaf.Value.Value).Where(a => IsQualified(a.Host)))
                {
                    Add(item, new FoundAddress(leaf.Key, ComposedText.Of(leaf.Value), address, address.Port is null ? FileAddresses.PortBeside(leaf, ports.Value) : null));
                }
            }
            else if (leaf.Value.Value.IndexOf(':') > 0 && HostKey.SaysAddress(leaf.Key))
            {
                foreach (var address in HostAddress.Parse(leaf.Value.Value).Where(a => a.Form == AddressForm.HostPort && ServiceDnsName.TryParse(a.Host, out var name) && _unit.FindServices(name.Name, name.Namespace ?? item.Namespace).Any()))
                {
                    Add(item, new FoundAddress(leaf.Key, ComposedText.Of(leaf.Value), address));
                }
            }
        }
    }

    private void Settings(KubernetesObject owner, string key, Located<string> value)
    {
        foreach (var address in HostAddress.Parse(value.Value))
        {
            Add(owner, new FoundAddress(key, ComposedText.Of(value), address));
        }
    }

    // No image and no label looks like NAME.NAMESPACE.svc with a port.
    private static bool IsQualified(string host) => ServiceDnsName.TryParse(host, out var name) && name.IsQualified;

    private void Qualified(KubernetesObject owner, string key, Located<string> value)
    {
        foreach (var address in HostAddress.Parse(value.Value).Where(a => IsQualified(a.Host)))
        {
            Add(owner, new FoundAddress(key, ComposedText.Of(value), address));
        }
    }

    // "grafana.com" beside a Service grafana is the vendor's site, not a namespace com.
    private bool IsPublic(ServiceDnsName name) => name is { IsQualified: false, Namespace: "com" or "org" or "net" or "io" } && !_unit.HasNamespace(name.Namespace);

    // db-0.db.shop without svc: a pod's name where there is such a headless Service, else as good as any public one.
    private bool IsShortPodName(string host, out ServiceDnsName name)
    {
        var first = host.IndexOf('.');
        return ServiceDnsName.TryParse(host + ".svc", out name) && name is { Hostname: { } pod, Namespace: { } @namespace, PortName: null }
            && pod.LastIndexOf('-') is > 0 and var dash && dash + 1 < first && char.IsDigit(pod[dash + 1])
            && _unit.FindServices(name.Name, @namespace).Any(s => ServicePorts.IsHeadless(s) && s.Namespace == @namespace);
    }

    private void Add(KubernetesObject owner, FoundAddress found)
    {
        if (HostKey.SaysOrigin(found.Key))
        {
            return;
        }

        if (found.Address.Host is "localhost" or "127.0.0.1" || IsUnspecified(found))
        {
            AddLocal(owner, found);
            return;
        }

        var slip = DomainSlip.Of(found.Address.Host, _unit.Facts.ClusterDomain, owner.Namespace);
        if (!(ServiceDnsName.TryParse(slip?.Meant ?? found.Address.Host, out var name) || IsShortPodName(found.Address.Host, out name)) || IsPublic(name))
        {
            return;
        }

        var read = new ConfiguredAddress(owner, found.Key, found.Value, found.Address, name) { Slip = slip, IsSure = found.IsSure };
        // A program's own name and port are a pair, too.
        if (found.PortBeside is var (portKey, number, span)
            && (found.IsSure || !_unit.FindServices(name.Name, read.Namespace).Any(s => owner is Workload workload && LabelMatching.Selects(s.Spec?.Selector, workload))))
        {
            read = read with { Address = found.Address with { Port = number }, PortBeside = (portKey, span) };
        }

        Add(owner, read);
    }

    // Once for each place, whoever else reads it.
    private void Add(KubernetesObject owner, ConfiguredAddress address)
    {
        var key = (address.Value.Span, address.HostSpan, address.PortBeside?.Span);
        if (!_readers.TryGetValue(key, out var readers))
        {
            _readers.Add(key, readers = []);
            _found.Add(address with { Readers = readers });
        }

        if (owner is Workload workload && (readers.Count == 0 || !ReferenceEquals(readers[readers.Count - 1], workload)))
        {
            readers.Add(workload);
        }
    }

    // Nobody listens where an exporter sends to: a client that is told 0.0.0.0 connects to itself.
    private static bool IsUnspecified(FoundAddress found) =>
        found.Address is { Host: "0.0.0.0", Form: AddressForm.Url } && found.Key.StartsWith("OTEL_EXPORTER_", StringComparison.Ordinal);

    private void AddLocal(KubernetesObject owner, FoundAddress found)
    {
        var local = new ConfiguredAddress(owner, found.Key, found.Value, found.Address, default) { IsSure = found.IsSure, IsLocal = true };
        if (found.PortBeside is var (portKey, number, span))
        {
            local = local with { Address = found.Address with { Port = number }, PortBeside = (portKey, span) };
        }

        Add(owner, local);
    }

    private static (string Key, int Port, SourceSpan Span)? PortBeside(string key, ILookup<string, (string Key, ComposedText Value)> values)
    {
        foreach (var (other, value) in HostKey.PortBeside(key) is { } wanted ? values[wanted] : [])
        {
            if (int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                return (other, port, value.Part(0, value.Value.Length));
            }
        }

        return null;
    }

    private static bool IsFile(string value) => value.IndexOf('\n') >= 0;
}
