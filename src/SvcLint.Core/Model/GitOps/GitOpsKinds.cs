using SvcLint.Text;

namespace SvcLint.Model.GitOps;

/// <summary>The kinds of the API groups in which GitOps tools are told what to deploy, whatever their version.</summary>
internal static class GitOpsKinds
{
    private static readonly string[] Argo =
    [
        "Application", "ApplicationSet", "AppProject",
        // Other programs of the project share the group.
        "AnalysisRun", "AnalysisTemplate", "ClusterAnalysisTemplate", "Experiment", "Rollout", "RolloutManager", "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate",
        "CronWorkflow", "WorkflowEventBinding", "WorkflowTaskSet", "WorkflowTaskResult", "WorkflowArtifactGCTask", "EventBus", "EventSource", "Sensor", "ArgoCD",
        "NotificationsConfiguration", "ImageUpdater",
    ];

    private static readonly string[] FluxSources = ["GitRepository", "OCIRepository", "HelmRepository", "HelmChart", "Bucket", "ExternalArtifact"];

    /// <summary>The kind of its group that an object's kind is a slip of; null for the kinds that there are, and in other groups.</summary>
    public static string? Meant(KubernetesObject item) =>
        Of(item.Group) is not { } kinds || Array.IndexOf(kinds, item.Kind.Value) >= 0 || item.Kind.Value.EndsWith("List", StringComparison.Ordinal) ? null
        : Array.Find(kinds, k => string.Equals(k, item.Kind.Value, StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(item.Kind.Value, kinds);

    /// <summary>True for kinds that deploy something.</summary>
    public static bool Deploys(string kind) => kind is "Application" or "ApplicationSet" or "Kustomization" or "HelmRelease";

    private static string[]? Of(string group) => group switch
    {
        "argoproj.io" => Argo,
        "kustomize.toolkit.fluxcd.io" => ["Kustomization"],
        "helm.toolkit.fluxcd.io" => ["HelmRelease"],
        "source.toolkit.fluxcd.io" => FluxSources,
        _ => null,
    };
}
