using System.Text;
using SvcLint.Emulation;
using SvcLint.Model;

namespace SvcLint.Cli.Outputs;

/// <summary>Services with their slices as text, one endpoint a line; endpoints of one workload that look alike share it.</summary>
internal static class EndpointsText
{
    /// <summary>The text in pieces, one for each Service: thousands of Services may have thousands of endpoints each.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<ListedService> services, Paint paint)
    {
        var separator = "";
        foreach (var service in services)
        {
            var text = new StringBuilder();
            text.Append($"{separator}{paint.Bold(Words.OneLine($"{service.Namespace}/{service.Name}"))}  {Words.OneLine(Kind(service.Service))}  {paint.Place(Place(service.Service))}\n");
            if (service.Slices.Count == 0)
            {
                text.Append($"  no slices: {(service.Service.Spec?.Type?.Value == "ExternalName" ? "an ExternalName has none" : service.Service.Spec?.Selector is { Count: > 0 } ? "the input has none of this Service" : "no selector, and none made by hand")}\n");
            }

            foreach (var slice in service.Slices)
            {
                Append(text, slice, paint);
            }

            foreach (var missing in service.MissingPods)
            {
                text.Append($"  {paint.Dim("missing:")} {Words.OneLine(missing)}\n");
            }

            separator = "\n";
            yield return text.ToString();
        }

        if (services.Count == 0)
        {
            yield return "the input has no Service\n";
        }
    }

    private static string Kind(Service service) =>
        $"{(service.Spec?.ClusterIP?.Value == "None" ? "headless" : service.Spec?.Type?.Value ?? "ClusterIP")}{(service.Spec?.IPFamilies is { Count: > 1 } ? ", dual stack" : "")}";

    private static void Append(StringBuilder text, ListedSlice slice, Paint paint)
    {
        var ports = slice.Slice.Ports is { Count: > 0 } known ? string.Join(", ", known.Items.Select(Port)) : "no port";
        text.Append($"  {slice.Family}  {Words.OneLine(ports)}  {paint.Dim(Words.OneLine(slice.ManagedBy ?? "made by hand"))}\n");
        if (slice.Endpoints.Count == 0)
        {
            text.Append("    no endpoints\n");
        }

        foreach (var alike in slice.Endpoints.GroupBy(e => Describe(e)))
        {
            var first = alike.First();
            text.Append($"    {Words.OneLine(alike.Key)}{(alike.Count() > 1 ? $"  × {alike.Count()}" : "")}{(first.Workload is { } workload ? "  " + paint.Place(Place(workload)) : "")}\n");
        }
    }

    private static string Port(EndpointPort port) => $"{(port.Name is { Value.Length: > 0 } name ? name.Value + " " : "")}{port.Port?.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any"}/{port.Protocol?.Value ?? "TCP"}";

    private static string Describe(ListedEndpoint endpoint)
    {
        var who = endpoint.Addresses is { Count: > 0 } addresses ? string.Join(", ", addresses) : "address not known";
        var pod = endpoint.Pod is { } name ? $"  pod {name}" : "";
        var owner = endpoint.Owner is { } top && top != $"Pod/{endpoint.Pod}" ? $"  {top}" : "";
        var node = endpoint.NodeName is { } on ? $"  on {on}{(endpoint.Zone is { } zone ? $" in {zone}" : "")}" : "";
        var hostname = endpoint.Hostname is { } host ? $"  hostname {host}" : "";
        var hints = endpoint.ForZones.Count + endpoint.ForNodes.Count == 0 ? "" : $"  for {string.Join(", ", endpoint.ForZones.Select(z => "zone " + z).Concat(endpoint.ForNodes.Select(n => "node " + n)))}";
        return $"{who}{pod}{owner}{node}{hostname}  {State(endpoint)}{hints}";
    }

    private static string State(ListedEndpoint endpoint) =>
        endpoint.Terminating == true ? endpoint.Serving == true ? "terminating, still serving" : "terminating"
        : endpoint.Ready == false ? "not ready"
        : endpoint.Serving == false ? "published although not ready" : "ready";

    private static string Place(KubernetesObject item) => Words.OneLine(Words.Place(item.NameSpan));
}
