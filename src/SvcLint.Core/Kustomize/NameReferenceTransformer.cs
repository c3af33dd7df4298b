using SvcLint.Yaml;

namespace SvcLint.Kustomize;

/// <summary>
/// After all names have changed: writes the new names where objects refer to each other. Of several objects that had the
/// old name the one in the referrer's namespace counts, then the one with the referrer's prefixes and suffixes.
/// </summary>
internal static class NameReferenceTransformer
{
    public static void Apply(ResourceList resources, IReadOnlyList<NameReference> references, BuildLog log)
    {
        var targets = Targets(resources, references);
        if (targets.Count == 0)
        {
            return;
        }

        var former = new FormerNames(resources);
        foreach (var referrer in resources.Items)
        {
            Reach? reach = null;
            foreach (var (reference, candidates) in targets)
            {
                foreach (var spec in reference.Referrers)
                {
                    if (referrer.OriginalId.Gvk.IsSelectedBy(spec.Gvk))
                    {
                        reach ??= new Reach(referrer);
                        new Update(referrer, spec, candidates, former, reach).Run(log);
                    }
                }
            }
        }
    }

    // Most builds hold few of the kinds that the table knows: only objects that can be meant are looked at.
    private static List<(NameReference Reference, HashSet<Resource> Candidates)> Targets(ResourceList resources, IReadOnlyList<NameReference> references)
    {
        var targets = new List<(NameReference, HashSet<Resource>)>();
        foreach (var reference in references)
        {
            var candidates = new HashSet<Resource>();
            foreach (var resource in resources.Items)
            {
                if (resource.PreviousIds.Exists(id => id.Gvk.IsSelectedBy(reference.Target)))
                {
                    candidates.Add(resource);
                }
            }

            if (candidates.Count > 0)
            {
                targets.Add((reference, candidates));
            }
        }

        return targets;
    }

    private static HashSet<string> ServiceAccountNamespaces(Resource referrer)
    {
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        if (referrer.Gvk.Kind == "RoleBinding" && referrer.Root["subjects"] is YamlSequence subjects)
        {
            foreach (var item in subjects.Items)
            {
                if (item is YamlMapping subject && subject["kind"] is YamlScalar { Value: "ServiceAccount" } && subject["namespace"] is YamlScalar name)
                {
                    namespaces.Add(name.Value);
                }
            }
        }

        return namespaces;
    }

    // Renamed objects by the names that they had, and all by the namespaces in which they began and are.
    private sealed class FormerNames(ResourceList resources)
    {
        private readonly ILookup<string, Resource> _byName =
            resources.Items.SelectMany(r => r.PreviousIds.Select(id => id.Name).Distinct().Select(name => (Name: name, Resource: r))).ToLookup(r => r.Name, r => r.Resource, StringComparer.Ordinal);

        private readonly ILookup<string, Resource> _byNamespace =
            resources.Items.Where(r => !r.OriginalId.IsClusterScoped).ToLookup(r => r.OriginalId.Namespace, StringComparer.Ordinal);

        public IEnumerable<Resource> Named(string name) => _byName[name];

        public IEnumerable<Resource> BegunIn(string @namespace) => _byNamespace[@namespace];
    }

    // What a referrer can mean at all.
    private sealed class Reach(Resource referrer)
    {
        private readonly HashSet<string> _accounts = ServiceAccountNamespaces(referrer);

        public bool Holds(Resource resource) =>
            referrer.Id.IsClusterScoped || resource.Id.IsClusterScoped || resource.Id.Namespace == referrer.Id.Namespace || _accounts.Contains(resource.Namespace);
    }

    private sealed class Update(Resource referrer, FieldSpec spec, HashSet<Resource> candidates, FormerNames former, Reach reach)
    {
        private string? _problem;

        public void Run(BuildLog log)
        {
            var edit = new FieldEdit(Set, NodeShape.None, referrer.Root.Span);
            edit.ApplyAnyKind(referrer, spec);
            if ((_problem ?? edit.Problem) is { } problem)
            {
                log.Invalid(Resource.NameSpan(referrer.Root), $"references of {referrer.Id}: {problem}");
            }
        }

        private YamlNode? Set(YamlNode node)
        {
            switch (node)
            {
                case YamlScalar scalar:
                    return NodeEdit.IsNull(scalar) ? scalar : SetName(scalar);
                case YamlMapping mapping:
                    return SetNameAndNamespace(mapping);
                case YamlSequence sequence:
                    var items = new YamlNode[sequence.Items.Count];
                    for (var i = 0; i < items.Length; i++)
                    {
                        items[i] = sequence.Items[i] is YamlSequence ? sequence.Items[i] : Set(sequence.Items[i])!;
                    }

                    return NodeEdit.WithItems(sequence, items);
                default:
                    return node;
            }
        }

        private YamlScalar SetName(YamlScalar scalar) =>
            Select(scalar.Value, reach.Holds, byNamespace: false) is { } referral ? NodeEdit.WithValue(scalar, referral.Name) : scalar;

        private YamlMapping SetNameAndNamespace(YamlMapping mapping)
        {
            if (mapping["name"] is not YamlScalar name)
            {
                _problem ??= "a name is missing at " + spec.Path;
                return mapping;
            }

            if (Select(name.Value, InNamespace(mapping), byNamespace: true) is not { } referral)
            {
                return mapping;
            }

            var changed = NodeEdit.Set(mapping, "name", NodeEdit.WithValue(name, referral.Name), name.Span);
            if (referral.Namespace.Length == 0)
            {
                return changed;
            }

            // The namespace is what the target's metadata says, in the place where it says so.
            var written = ((YamlMapping)referral.Root["metadata"]!)["namespace"]!;
            return mapping["namespace"] is YamlScalar old && old.Value == referral.Namespace
                ? changed
                : NodeEdit.Set(changed, "namespace", written, written.Span);
        }

        private Func<Resource, bool> InNamespace(YamlMapping mapping)
        {
            if (mapping["namespace"] is not YamlScalar scalar || NodeEdit.IsNull(scalar))
            {
                return reach.Holds;
            }

            return former.BegunIn(scalar.Value).Any(reach.Holds)
                ? r => reach.Holds(r) && !r.OriginalId.IsClusterScoped && r.OriginalId.Namespace == scalar.Value
                : r => reach.Holds(r) && !r.Id.IsClusterScoped && r.Id.Namespace == scalar.Value;
        }

        private Resource? Select(string oldName, Func<Resource, bool> isAmong, bool byNamespace)
        {
            var found = former.Named(oldName).Where(r => candidates.Contains(r) && isAmong(r) && MatchesRoleRef(r) && IsInReach(r)).ToList();
            if (found.Count > 1)
            {
                found = found.FindAll(r => SameAffixes(r, allowEmpty: true));
            }

            if (found.Count > 1)
            {
                found = found.FindAll(r => SameAffixes(r, allowEmpty: false));
            }

            if (found.Exists(r => r.Name != found[0].Name || (byNamespace && r.Namespace != found[0].Namespace)))
            {
                _problem ??= $"{oldName} could mean several objects";
                return null;
            }

            return found.Count == 0 ? null : found[0];
        }

        private bool IsInReach(Resource resource) =>
            referrer.Id.IsClusterScoped || resource.Id.IsClusterScoped || resource.Gvk.Kind == "ServiceAccount" || resource.Id.Namespace == referrer.Id.Namespace;

        private bool MatchesRoleRef(Resource resource)
        {
            if (!spec.Path.EndsWith("roleRef/name", StringComparison.Ordinal) || referrer.Root["roleRef"] is not YamlMapping roleRef
                || roleRef["apiGroup"] is not YamlScalar group || roleRef["kind"] is not YamlScalar kind)
            {
                return true;
            }

            return resource.PreviousIds.Exists(id => id.Gvk.IsSelectedBy(new Gvk(group.Value, "", kind.Value)));
        }

        private bool SameAffixes(Resource resource, bool allowEmpty) =>
            SameEnd(resource.Prefixes, referrer.Prefixes, allowEmpty) && SameEnd(resource.Suffixes, referrer.Suffixes, allowEmpty);

        private static bool SameEnd(List<string> a, List<string> b, bool allowEmpty)
        {
            if (a.Count == 0 || b.Count == 0)
            {
                return allowEmpty || a.Count == b.Count;
            }

            for (var i = 1; i <= Math.Min(a.Count, b.Count); i++)
            {
                if (a[a.Count - i] != b[b.Count - i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
