using System.Text;
using SvcLint.Cluster;
using SvcLint.Reachability;

namespace SvcLint.Cli.Outputs;

/// <summary>For pairs of ends: what passes, and the policies and lines that let it pass or stop it.</summary>
internal static class ReachWhy
{
    private const int MostPairs = 50;

    public static string Of(IReadOnlyList<ReachView> views, Paint paint)
    {
        var text = new StringBuilder();
        foreach (var view in views)
        {
            var pairs = view.From!.Ends.SelectMany(s => view.To!.Ends.Where(d => view.From.Ends.Count == 1 || !ReferenceEquals(s, d)).Select(d => (Source: s, Destination: d))).OrderBy(p => p.Source.Number).ThenBy(p => p.Destination.Number).ToArray();
            foreach (var (source, destination) in pairs.Take(MostPairs))
            {
                Write(text, paint, view, source, destination);
            }

            foreach (var (service, port) in view.To!.Bare.Take(MostPairs))
            {
                var (state, why, because) = ServiceReach.WithoutPods(view.Connectivity, service, port);
                var name = $"{service.Namespace ?? "default"}/{service.Name}{(port?.Port is { } number ? $":{number.Value}" : "")}";
                text.Append(paint.Bold(Escaped.Terminal(name))).Append($"\n  {ServiceReach.Word(state)}  {Escaped.Terminal(why ?? "")}\n");
                Places(text, paint, "because of", because);
            }

            Ways(text, paint, view);
            text.Append(pairs.Length > MostPairs ? $"and {pairs.Length - MostPairs} more pairs\n" : "");
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Paint paint, ReachView view, ReachEnd source, ReachEnd destination)
    {
        var cluster = view.Connectivity;
        var answer = cluster.Between(source, destination);
        var meant = view.To!.PortsOf(destination);
        text.Append(paint.Bold(Escaped.Terminal($"{source} -> {destination}"))).Append('\n');
        text.Append($"  {paint.Added("allowed")}  {answer.Sure.Intersect(meant)}\n");
        text.Append(answer.Unknown.Intersect(meant) is { IsEmpty: false } open ? $"  unknown  {open}\n" : "");
        text.Append($"  {paint.Removed("denied")}   {meant.Except(answer.Sure).Except(answer.Unknown)}\n");
        foreach (var doubt in answer.Doubts)
        {
            text.Append("  unknown because ").Append(Escaped.Terminal(doubt.Text)).Append('\n');
        }

        Places(text, paint, "let through by", answer.Sure.Intersect(meant).IsEmpty ? [] : cluster.Because(source, destination));
        var (atSource, atDestination) = cluster.Denials(source, destination, meant.Except(answer.Sure).Except(answer.Unknown));
        Places(text, paint, "denied at the source by", atSource);
        Places(text, paint, "denied at the destination by", atDestination);
        var (egress, ingress) = cluster.PoliciesOn(source, destination);
        Places(text, paint, "policies at the source", egress);
        Places(text, paint, "policies at the destination", ingress);
        text.Append(egress.Count + ingress.Count == 0 ? "  no policy applies to either end\n" : "");
        text.Append(ReferenceEquals(source, destination) ? "  this is between its pods: a single pod reaches itself, whatever NetworkPolicies say\n" : "");
    }

    // From outside a load balancer decides before any policy does.
    private static void Ways(StringBuilder text, Paint paint, ReachView view)
    {
        if (!view.From!.HoldsOutside)
        {
            return;
        }

        foreach (var way in view.Exposures().Take(MostPairs))
        {
            text.Append(paint.Bold(Escaped.Terminal($"{way.SourceName} -> {way.Service.Namespace ?? "default"}/{way.Service.Name} by {way.Via}, port {way.Port}"))).Append($"\n  {ServiceReach.Word(way.State)}{Escaped.Terminal(way.Why is { } why ? "  " + why : "")}\n");
            Places(text, paint, "because of", way.Because);
        }

        foreach (var service in view.Connectivity.Targets.Services.Where(s => view.To!.Concerns(s)).Take(MostPairs))
        {
            if (SourceRanges.Of(service) is { } ranges && view.From.Range is var (first, last) && ranges.OfFamily(first.Family).All(r => !r.Cidr.Contains(first) && !r.Cidr.Contains(last)))
            {
                text.Append(paint.Bold(Escaped.Terminal($"{view.From.Text} -> {service.Namespace ?? "default"}/{service.Name} by LoadBalancer"))).Append($"\n  {paint.Removed("denied")}  {Escaped.Terminal($"{ranges.Place} admits {string.Join(", ", ranges.Items.Select(r => r.Text.Value))} alone")}\n");
                Places(text, paint, "because of", [new PolicyCause($"Service {service.Namespace ?? "default"}/{service.Name}", ranges.KeySpan)]);
            }
        }
    }

    private static void Places(StringBuilder text, Paint paint, string title, IReadOnlyList<PolicyCause> causes)
    {
        if (causes.Count > 0)
        {
            text.Append("  ").Append(title).Append('\n');
            foreach (var cause in causes)
            {
                text.Append($"    {paint.Place(Escaped.Terminal(Words.Place(cause.Span)))} {Escaped.Terminal(cause.Policy)}\n");
            }
        }
    }
}
