using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Which pods are those of an ingress controller: by their image, or by what charts and manifests of the controllers call them.</summary>
public static class IngressControllers
{
    /// <summary>The controller of a class that pods of no cluster serve: a cloud's load balancer, or one that is not told apart here.</summary>
    internal const string Other = "other";

    private static readonly string[] Names = ["ingress-nginx", "nginx-ingress", "traefik", "haproxy-ingress", "kubernetes-ingress", "kong", "contour", "envoy", "apisix"];

    // Images that send requests on, by the last parts of their names, and whose they are. Contour itself sends none: its Envoys do.
    private static readonly (string Image, string Family)[] Images =
    [
        ("ingress-nginx/controller", "nginx"), ("nginx-ingress-controller", "nginx"), ("nginx/nginx-ingress", "nginx"), ("traefik", "traefik"), ("haproxytech/kubernetes-ingress", "haproxy"),
        ("haproxy-ingress", "haproxy"), ("kong/kubernetes-ingress-controller", "kong"), ("kong/kong-gateway", "kong"), ("kong", "kong"), ("apisix", "apisix"),
    ];

    private static readonly string[] Families = ["nginx", "traefik", "haproxy", "kong", "contour", "apisix"];

    // Classes that a cloud or a mesh serves, by how their names begin.
    private static readonly string[] OfOthers = ["gce", "gke", "alb", "aws", "azure", "application-gateway", "istio", "cilium", "openshift", "ngrok", "cloudflare", "tailscale"];

    private const string OpenShiftLabel = "ingresscontroller.operator.openshift.io/deployment-ingresscontroller";

    public static bool Is(Workload workload) =>
        workload.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob) && (IsNamed(workload) || FamilyOf(workload) is not null || workload.PodLabels?.Find(OpenShiftLabel) is not null);

    /// <summary>Whose controller's image a container runs; null where none does.</summary>
    internal static string? FamilyOf(Workload workload) =>
        workload.ServingContainers().Select(c => FamilyOf(c.Image?.Value)).FirstOrDefault(f => f is not null) ?? (IsEnvoyOfContour(workload) ? "contour" : null);

    /// <summary>Whose controller serves a class, by its name or by that of the controller; null where the name tells nothing.</summary>
    internal static string? FamilyOfClass(string name) =>
        Array.Find(OfOthers, o => name.StartsWith(o, StringComparison.Ordinal)) is not null ? Other
        : Array.Find(Families, f => name.IndexOf(f, StringComparison.Ordinal) >= 0);

    private static bool IsNamed(Workload workload) =>
        Array.IndexOf(Names, workload.PodLabels?["app.kubernetes.io/name"] ?? workload.PodLabels?["app"] ?? "") >= 0
        && workload.PodLabels?["app.kubernetes.io/component"] is null or "controller" or "envoy" or "app";

    private static bool IsEnvoyOfContour(Workload workload) =>
        workload.PodLabels?["app"] == "envoy" || (workload.PodLabels?["app.kubernetes.io/name"] == "contour" && workload.PodLabels["app.kubernetes.io/component"] == "envoy");

    private static string? FamilyOf(string? image)
    {
        if (image is null)
        {
            return null;
        }

        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        name = colon > name.LastIndexOf('/') ? name.Substring(0, colon) : name;
        return Array.Find(Images, i => name == i.Image || name.EndsWith("/" + i.Image, StringComparison.Ordinal)).Family;
    }
}
