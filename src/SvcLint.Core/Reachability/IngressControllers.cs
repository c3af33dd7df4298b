using SvcLint.Model;

namespace SvcLint.Reachability;

/// <summary>Which pods are those of an ingress controller: by their image, or by what charts and manifests of the controllers call them.</summary>
public static class IngressControllers
{
    private static readonly string[] Names = ["ingress-nginx", "nginx-ingress", "traefik", "haproxy-ingress", "kubernetes-ingress", "kong", "contour", "envoy", "apisix"];

    // By the last parts of their names.
    private static readonly string[] Images =
    [
        "ingress-nginx/controller", "nginx-ingress-controller", "nginx/nginx-ingress", "traefik", "haproxytech/kubernetes-ingress", "haproxy-ingress",
        "kong/kubernetes-ingress-controller", "projectcontour/contour", "kong",
    ];

    private const string OpenShiftLabel = "ingresscontroller.operator.openshift.io/deployment-ingresscontroller";

    public static bool Is(Workload workload) =>
        workload.WorkloadKind is not (WorkloadKind.Job or WorkloadKind.CronJob) && (IsNamed(workload) || HasImage(workload) || workload.PodLabels?.Find(OpenShiftLabel) is not null);

    /// <summary>True when a container runs a controller's image.</summary>
    public static bool HasImage(Workload workload) => workload.ServingContainers().Any(c => IsController(c.Image?.Value));

    private static bool IsNamed(Workload workload) =>
        Array.IndexOf(Names, workload.PodLabels?["app.kubernetes.io/name"] ?? workload.PodLabels?["app"] ?? "") >= 0
        && workload.PodLabels?["app.kubernetes.io/component"] is null or "controller" or "envoy" or "app";

    private static bool IsController(string? image)
    {
        if (image is null)
        {
            return false;
        }

        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        name = colon > name.LastIndexOf('/') ? name.Substring(0, colon) : name;
        return Array.Exists(Images, c => name == c || name.EndsWith("/" + c, StringComparison.Ordinal));
    }
}
