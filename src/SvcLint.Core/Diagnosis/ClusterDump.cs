using SvcLint.Emulation.Comparison;
using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Validation;
using SvcLint.Yaml;

namespace SvcLint.Diagnosis;

/// <summary>The rules of a node as one of its tools printed them.</summary>
/// <param name="Source">The file.</param>
/// <param name="Kind">Which tool.</param>
public sealed record NodeRules(SourceText Source, DumpKind Kind);

/// <summary>The objects of a cluster as a collecting tool wrote them down.</summary>
public sealed class ClusterDump
{
    private const int HeadLength = 4096;

    private readonly HashSet<(string Group, string Kind, string Namespace, string Name)> _seen = [];
    private readonly HashSet<string> _kinds = new(StringComparer.Ordinal);
    private readonly List<KubernetesObject> _objects = [];
    private readonly List<(string Path, string Problem)> _problems = [];
    private readonly List<NodeRules> _rules = [];
    private readonly HashSet<string> _cutOff = new(StringComparer.Ordinal);
    private bool _isCutOff;
    private bool _hasList;

    /// <summary>Each object once, with the API's defaults. Secrets are left out.</summary>
    public IReadOnlyList<KubernetesObject> Objects => _objects;

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<(string Path, string Problem)> Problems => _problems;

    public IReadOnlyList<NodeRules> Rules => _rules;

    /// <summary>The kinds that a diagnosis asks for and the dump has no file of.</summary>
    public IReadOnlyList<string> Missing => DumpKinds.Wanted.Where(k => !_kinds.Contains(k)).ToArray();

    /// <summary>The dump has a file of the kind, be it empty.</summary>
    public bool Holds(string kind) => _kinds.Contains(kind);

    /// <summary>Some objects of the kind may be in what could not be read: their absence tells nothing.</summary>
    public bool MayLack(string kind) => _isCutOff || _cutOff.Contains(kind);

    /// <summary>Reads the files of a dump; never throws.</summary>
    /// <param name="files">What was read.</param>
    /// <param name="isCutOff">Further files could not be read.</param>
    public static ClusterDump Read(IEnumerable<SourceText> files, bool isCutOff = false)
    {
        var dump = new ClusterDump { _isCutOff = isCutOff };
        var ordered = files.OrderBy(f => f.Path, StringComparer.Ordinal).ToArray();
        foreach (var file in ordered)
        {
            dump.Add(file);
        }

        // Bundles hold files of many kinds; a single one was meant to be objects.
        if (ordered.Length == 1 && dump is { _kinds.Count: 0, _rules.Count: 0, _problems.Count: 0, _hasList: false })
        {
            dump._problems.Add((ordered[0].Path, "no Kubernetes objects in JSON or YAML and no rules of a node: write it with kubectl get … -o json"));
        }

        return dump;
    }

    private void Add(SourceText file)
    {
        if (KindOfRules(file.Content) is { } rules)
        {
            _rules.Add(new NodeRules(file, rules));
            return;
        }

        if (!IsObjects(file))
        {
            return;
        }

        if (file.InvalidAt is not null)
        {
            _problems.Add((file.Path, "these bytes are not text"));
            return;
        }

        var implied = DumpKinds.Of(file.Path);
        foreach (var document in DumpText.Documents(file))
        {
            var read = YamlReader.Read(document);
            if (read.Problem is { } problem)
            {
                _problems.Add(($"{file.Path}:{problem.Span.StartPosition.Line}", problem.Message));
                CutOff(implied, document.Text);
                read = read.Root is not null ? read
                    : (DumpText.UpToBreak(document) ?? DumpText.UpToLastItem(document)) is { } before ? YamlReader.Read(before) : read;
            }
            else if (read.Root is YamlMapping list && BreaksOff(list))
            {
                _problems.Add((file.Path, "the file breaks off within a list; what came before counts"));
                CutOff(implied, document.Text);
                read = list["items"] is YamlSequence { Items: [.., YamlMapping { IsFlow: true }] } ? read
                    : DumpText.UpToLastItem(document) is { } sound ? YamlReader.Read(sound) : read;
            }

            Add(read.Root, implied);
        }
    }

    // What is lost may be of any kind where the file is a list of several.
    private void CutOff((string ApiVersion, string Kind)? implied, string text)
    {
        if (implied is { } kind)
        {
            _cutOff.Add(kind.Kind);
        }
        else
        {
            _isCutOff |= Head(text).IndexOf("items", StringComparison.Ordinal) >= 0;
        }
    }

    private void Add(YamlNode? root, (string ApiVersion, string Kind)? implied)
    {
        if (root is YamlSequence or YamlMapping && implied is { } kind)
        {
            // A list without items tells that there are none.
            _kinds.Add(kind.Kind);
        }

        _hasList |= root is YamlSequence || (root is YamlMapping some && some["items"] is not null);
        if (root is YamlMapping table && table["kind"] is YamlScalar { Value: "Table" } && table["rows"] is not null)
        {
            _problems.Add((table.Span.Source.Path, "a Table holds what kubectl prints, and not the objects: write it with -o json or -o yaml; nothing of it counts"));
        }

        if (root is YamlMapping list && list["items"] is { } items && items is not (YamlSequence or YamlScalar { Value: "" or "null" or "~" }))
        {
            _problems.Add(($"{root.Span.Source.Path}:{items.Span.StartPosition.Line}", "items is no list; nothing of it counts"));
        }

        foreach (var odd in ((root as YamlMapping)?["items"] as YamlSequence ?? root as YamlSequence)?.Items.Where(i => i is not YamlMapping) ?? [])
        {
            _problems.Add(($"{odd.Span.Source.Path}:{odd.Span.StartPosition.Line}", "an item is no object; it is passed over"));
        }

        foreach (var item in ManifestReader.ReadDump(root, implied))
        {
            _kinds.Add(item.Kind.Value);
            // Names become parts of commands that people paste.
            if (!IsName(item.Name) || !IsName(item.Namespace))
            {
                _problems.Add((item.Span.Source.Path, $"line {item.Span.StartPosition.Line}: a name that the API server would not take; the object is passed over"));
                continue;
            }

            if (item is Service or Workload { WorkloadKind: WorkloadKind.Pod } or EndpointSlice or Endpoints or NetworkPolicy or Node or Namespace && item.Node is { } node
                && StrictDecoder.Decode(node, item.ApiVersion.Value, item.Kind.Value, KubernetesVersion.Newest).FirstOrDefault(e => e.IsFatal) is { } wrong)
            {
                _problems.Add(($"{item.Span.Source.Path}:{wrong.Span.StartPosition.Line}", $"{item.Kind.Value} {item.Name}: {wrong.Field} {wrong.Detail}; what it says there does not count"));
            }

            if (item is not { Group: "", Kind.Value: "Secret" } && _seen.Add((item.Group, item.Kind.Value, item.Namespace ?? "", item.Name ?? "")))
            {
                _objects.Add(ApiDefaults.Apply(item, null));
            }
        }
    }

    // kubectl writes a list's kind behind its items.
    private static bool BreaksOff(YamlMapping list) => list["items"] is YamlSequence { IsFlow: false } && list["apiVersion"] is not null
        && (list["kind"] is null || (list["kind"] is YamlScalar { Value: var kind } && kind.Length < "List".Length && "List".StartsWith(kind, StringComparison.Ordinal)));

    private static bool IsName(string? name) => name is null || (name.Length <= 253 && name.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '.' or ':' or '_'));

    // What comes through a pipe, and what people call dump.txt, has no ending that tells.
    private static bool IsObjects(SourceText file) =>
        file.Path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.Path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
        || Head(file.Content).IndexOf("apiVersion", StringComparison.Ordinal) >= 0;

    private static string Head(string text) => text.Length > HeadLength ? text.Substring(0, HeadLength) : text;

    // The first lines tell; logs of pods may be long.
    private static DumpKind? KindOfRules(string text)
    {
        var head = Head(text);
        return Has(head, "*nat") || Has(head, "*filter") || Has(head, "*mangle") || Has(head, "*raw") ? DumpKind.Iptables
            : Has(head, "table ip kube-proxy {") || Has(head, "table ip6 kube-proxy {") || (head.StartsWith("table ", StringComparison.Ordinal) && text.IndexOf("table ip kube-proxy", StringComparison.Ordinal) >= 0) ? DumpKind.Nftables
            : head.StartsWith("create KUBE-", StringComparison.Ordinal) || head.IndexOf("\ncreate KUBE-", StringComparison.Ordinal) >= 0 ? DumpKind.IpSet
            : head.StartsWith("-A -t ", StringComparison.Ordinal) || head.StartsWith("-A -u ", StringComparison.Ordinal) ? DumpKind.Ipvs
            : null;
    }

    private static bool Has(string head, string line)
    {
        var at = head.IndexOf(line, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || head[at - 1] == '\n') && (at + line.Length == head.Length || head[at + line.Length] is '\n' or '\r');
    }
}
