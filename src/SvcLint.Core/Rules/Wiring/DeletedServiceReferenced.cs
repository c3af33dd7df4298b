using SvcLint.Cluster;
using SvcLint.Findings;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Rules.Wiring;

/// <summary>A change deletes, renames or moves a Service that a reference, or an address in configuration, still names as it was.</summary>
public sealed class DeletedServiceReferenced : UpdateRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC2120",
        Name = "deleted-service-referenced",
        Title = "A change deletes a Service that something still names",
        Category = Category.Wiring,
        Severity = Severity.Warning,
    };

    protected override IEnumerable<Finding> Check(RuleContext context, EarlierState earlier)
    {
        var gone = new GoneServices(context, earlier);
        foreach (var referrer in context.Unit.Objects)
        {
            foreach (var reference in referrer.ServiceReferences)
            {
                if (!gone.Exists(referrer, reference) && !IsSaidOtherwise(context, reference, referrer)
                    && gone.Find(referrer, reference) is { } service)
                {
                    yield return Report(referrer, reference.Name.Span, new Change(gone, service, reference.Name.Value), ServiceReferenceUnknown.Effect(reference, referrer));
                }
            }
        }

        foreach (var configured in context.Unit.Addresses)
        {
            if (configured.IsCertain && gone.Find(configured) is { } service && !AddressHost.IsMisspelt(context, configured) && AddressNamespace.Elsewhere(context, configured) is null)
            {
                var span = configured.Name.Name == service.Name ? configured.NameSpan : configured.HostSpan;
                yield return Report(configured.Owner, span, new Change(gone, service, service.Name!), "the name does not resolve");
            }
        }
    }

    internal override IEnumerable<Finding> Check(Repository repository, EarlierState earlier)
    {
        foreach (var address in SettingsAddress.All(repository))
        {
            // The base file holds for a desk, too: only what is written as an address may be meant for the cluster.
            if (address is { Slip: null, Name: var name } && !(address.IsGuess && address.Address.Form == AddressForm.Name)
                && repository.ServicesNamed(name.Name).Count == 0 && !repository.Externals.DeclaresService(name.Name, name.Namespace)
                && earlier.ServiceFor(name.Name, name.Namespace, address.NameSpan.Source.Path) is { } gone
                && (name.Namespace is null || name.IsQualified || name.Namespace == gone.Namespace))
            {
                yield return Report(address.NameSpan, $"Service '{gone.Name}' is deleted by this change, but still named here", [ChangeWords.Deleted(gone)],
                    address.IsGuess ? Severity.Info : null, Confidence.Medium,
                    effect: address.IsGuess ? "the name does not resolve in the cluster, unless the setting is overridden there" : "the name does not resolve in the cluster",
                    help: "keep the Service, or change the address");
            }
        }
    }

    // One finding is enough where another rule says what is meant, or where the Service is now.
    private static bool IsSaidOtherwise(RuleContext context, ServiceReference reference, KubernetesObject referrer) =>
        ServiceReferenceUnknown.HasOtherEvidence(context, reference, referrer)
        || (reference.NamespaceFor(referrer) is { } asked && ServiceReferenceNamespace.Elsewhere(context, reference.Name.Value, asked) is not null);

    private Finding Report(KubernetesObject referrer, SourceSpan span, Change change, string effect)
    {
        var deleted = ChangeWords.Deleted(change.Gone);
        if (change.Moved is { } moved)
        {
            return Report(referrer, span, $"Service '{change.Name}' is moved to namespace {moved.Namespace} by this change, but not here", [deleted, new RelatedSpan(moved.NameSpan, "now here")],
                effect: effect, help: $"name it in {moved.Namespace}, or keep it where it was");
        }

        return change.Successor is { } successor
            ? Report(referrer, span, $"Service '{change.Name}' is renamed to '{change.NewName}' by this change, but not here", [deleted, new RelatedSpan(successor.NameSpan, "new name")],
                effect: effect, help: $"write '{change.NewName}'") with
            { Fixes = ValueFix.Replace(span, change.Name, change.NewName!) }
            : Report(referrer, span, $"Service '{change.Name}' is deleted by this change, but still referenced here", [deleted], effect: effect, help: "keep the Service, or remove the reference");
    }

    /// <summary>What became of a Service, by the names that the reference's file uses: kustomize may lengthen both.</summary>
    private sealed class Change(GoneServices services, Service gone, string written)
    {
        public Service Gone => gone;

        public string Name => written;

        public Service? Moved { get; } = services.Moved(gone);

        public Service? Successor { get; } = services.Successor(gone);

        public string? NewName => Successor is not { } successor ? null : written == gone.Name ? successor.Name : GoneServices.WrittenName(successor);
    }
}
