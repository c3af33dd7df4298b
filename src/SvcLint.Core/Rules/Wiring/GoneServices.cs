using SvcLint.Cluster;
using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Rules.Wiring;

/// <summary>The Services that a change takes from a unit, as what still names them reached them before.</summary>
internal sealed class GoneServices(RuleContext context, EarlierState earlier)
{
    private readonly Lazy<HashSet<string>> _makers = new(() => Makers(context, earlier));

    // One of a base is there as written, too, and once for each overlay.
    private readonly Lazy<Service[]> _fresh = new(() =>
        [.. context.Repository.Services.Where(s => earlier.ServiceFor(s.Name!, s.Namespace, s.Span.Source.Path) is null).GroupBy(s => s.NameSpan).Select(g => g.First())]);

    /// <summary>The Service that a reference led to, and that is gone; null where that is not sure.</summary>
    public Service? Find(KubernetesObject referrer, ServiceReference reference)
    {
        var asked = reference.NamespaceFor(referrer);
        if (earlier.ServiceFor(context.Unit, reference.Name.Value, asked, reference.Name.Span.Source.Path) is { } before)
        {
            return IsGone(before, reference.Name.Value, asked) ? before : null;
        }

        return Renamed(referrer, reference) is { } renamed && IsGone(renamed, renamed.Name!, renamed.Namespace) ? renamed : null;
    }

    /// <summary>True where a unit has the Service that a reference names, or something outside does.</summary>
    public bool Exists(KubernetesObject referrer, ServiceReference reference) =>
        reference.Name.Value.Length == 0
        || ServicePorts.IsMadeByOperator(reference.Name.Value)
        || context.Repository.Has(static o => o is Service, reference.Name.Value, reference.NamespaceFor(referrer))
        || context.Repository.Externals.DeclaresService(reference.Name.Value, reference.NamespaceFor(referrer));

    /// <summary>The Service to which an address resolved, and that is gone; null where that is not sure.</summary>
    public Service? Find(ConfiguredAddress configured)
    {
        var (name, path) = (configured.Name, configured.NameSpan.Source.Path);
        if (earlier.ServiceFor(context.Unit, name.Name, configured.Namespace, path) is { } before && (name.Namespace is null || name.IsQualified || IsNamespace(name.Namespace, before)))
        {
            return IsGone(before, name.Name, configured.Namespace) ? before : null;
        }

        return configured.Pod is { } pod && earlier.ServiceFor(context.Unit, pod.Service, pod.Namespace, path) is { } governing && ServicePorts.IsHeadless(governing)
            && IsGone(governing, pod.Service, pod.Namespace) ? governing : null;
    }

    /// <summary>The Service in the namespace to which the change moved it; null when it did not.</summary>
    public Service? Moved(Service gone) =>
        context.Repository.ServicesNamed(gone.Name!).Where(s => s.Namespace is not null && !earlier.HasService(s.Name!, s.Namespace)).ToArray() is [var moved] ? moved : null;

    /// <summary>The only new Service with the old one's selector, or in its file, is the old one under another name.</summary>
    public Service? Successor(Service gone)
    {
        var fresh = _fresh.Value.Where(s => NamespaceComparer.MayBeSame(s.Namespace, gone.Namespace)).ToArray();
        return fresh.Where(s => s.Spec?.Selector is { Count: > 0 } selector && LabelMatching.Selects(selector, gone.Spec?.Selector)).ToArray() is [var same] ? same
            : fresh.Where(s => s.Span.Source.Path == gone.Span.Source.Path).ToArray() is [var beside] ? beside
            : null;
    }

    /// <summary>The name as its file says it, where kustomize put something before or behind it.</summary>
    public static string WrittenName(Service service) =>
        service.NameSpan.Text.Trim('"', '\'') is { Length: > 0 } written && service.Name!.IndexOf(written, StringComparison.Ordinal) >= 0 ? written : service.Name!;

    // Kustomize renames a reference with its Service: once that is gone, the reference is what its file says.
    private Service? Renamed(KubernetesObject referrer, ServiceReference reference)
    {
        if (reference.Name.Span.Text.Trim('"', '\'') != reference.Name.Value || earlier.Find(context.Unit, referrer) is not { } former)
        {
            return null;
        }

        return former.ServiceReferences.FirstOrDefault(r => r.Place == reference.Place && r.Name.Span.Text == reference.Name.Span.Text && r.Name.Value != reference.Name.Value) is { } before
            ? earlier.ServiceFor(context.Unit, before.Name.Value, before.NamespaceFor(former), before.Name.Span.Source.Path)
            : null;
    }

    // "db.example" may be a public name, unless the Service was there, or the namespace is one of the input.
    private bool IsNamespace(string written, Service before) =>
        before.Namespace == written || (before.Namespace is null && context.Unit.HasNamespace(written) && context.Unit.ServicesNamed(written).Count == 0);

    private bool IsGone(Service before, string name, string? @namespace) =>
        !ServicePorts.IsMadeByOperator(name)
        && !context.Repository.Has(static o => o is Service, name, @namespace)
        && !context.Repository.Externals.DeclaresService(name, @namespace)
        && ChangeWords.IsSurelyGone(context, earlier, before)
        && !IsMadeNow(name);

    // The name of what makes Services stands before theirs: shop, shop-amqp.
    private bool IsMadeNow(string name)
    {
        for (var end = name.Length; end > 0; end = name.LastIndexOf('-', end - 1))
        {
            if (_makers.Value.Contains(name.Substring(0, end)))
            {
                return true;
            }
        }

        return false;
    }

    // What another's controller reads may become a Service: a RabbitmqCluster, a Knative Service, an application of a chart.
    private static HashSet<string> Makers(RuleContext context, EarlierState earlier) =>
        new(context.Unit.Objects.Where(o => o.Name is not null && o.Group.IndexOf('.') >= 0 && !o.Group.EndsWith(".k8s.io", StringComparison.Ordinal) && earlier.Find(context.Unit, o) is null).Select(o => o.Name!), StringComparer.Ordinal);
}
