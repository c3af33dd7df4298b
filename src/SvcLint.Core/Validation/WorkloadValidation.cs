using SvcLint.Cluster;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>Creation of what makes pods: the template, and that the selector matches it. Takes one with defaults applied.</summary>
internal static class WorkloadValidation
{
    private const int MaxCronJobName = 52;

    public static void Validate(Workload workload, KubernetesVersion version, ErrorList errors)
    {
        var isStatefulSet = workload.WorkloadKind == WorkloadKind.StatefulSet;
        MetadataValidation.Validate(workload, isStatefulSet && version >= ServerChecks.StatefulSetNameIsLabel ? NameFormat.Dns1123Label : NameFormat.Dns1123Subdomain, version, errors);
        var spec = ApiPath.Root(RefusalTopic.Container).Child("spec");
        switch (workload.WorkloadKind)
        {
            case WorkloadKind.Pod:
                PodValidation.Pod(workload.Template, version, errors);
                break;
            case WorkloadKind.PodTemplate:
                PodValidation.Template(workload.Template, ApiPath.Root(RefusalTopic.Container).Child("template"), version, errors);
                break;
            case WorkloadKind.Deployment or WorkloadKind.ReplicaSet or WorkloadKind.StatefulSet or WorkloadKind.DaemonSet or WorkloadKind.ReplicationController:
                Replicas(workload, spec, errors);
                Selector(workload, spec, errors);
                PodValidation.Template(workload.Template, spec.Child("template"), version, errors, isStatefulSet && version < ServerChecks.StatefulSetPodsChecked ? ValidationStage.Pods : ValidationStage.Validate);
                RestartPolicy(workload, spec.Child("template"), errors);
                Strategy(workload, spec, errors);
                break;
            case WorkloadKind.Job:
                PodValidation.Template(workload.Template, spec.Child("template"), version, errors);
                FinitePolicy(workload, spec.Child("template"), errors);
                break;
            case WorkloadKind.CronJob:
                CronJob(workload, spec.Child("jobTemplate").Child("spec").Child("template"), version, errors);
                break;
        }
    }

    private static void CronJob(Workload workload, ApiPath template, KubernetesVersion version, ErrorList errors)
    {
        if (workload.Metadata.Name is { Value.Length: > MaxCronJobName } name)
        {
            errors.Invalid(ApiPath.Root(RefusalTopic.Name).Child("metadata").Child("name"), name.Span, $"name is longer than {MaxCronJobName} characters, the limit of a CronJob");
        }

        PodValidation.Template(workload.Template, template, version, errors);
        FinitePolicy(workload, template, errors);
    }

    private static void Strategy(Workload workload, ApiPath spec, ErrorList errors)
    {
        if (workload.WorkloadKind == WorkloadKind.Deployment && workload.Strategy is { Value: not ("Recreate" or "RollingUpdate") } strategy)
        {
            errors.NotSupported(spec.Child("strategy"), strategy.Span, strategy.Value, "Recreate", "RollingUpdate");
        }
    }

    private static void Replicas(Workload workload, ApiPath spec, ErrorList errors)
    {
        if (workload.WorkloadKind != WorkloadKind.DaemonSet && workload.Replicas is { Value: < 0 } replicas)
        {
            errors.Invalid(spec.Child("replicas"), replicas.Span, "must not be negative");
        }
    }

    private static void Selector(Workload workload, ApiPath spec, ErrorList errors)
    {
        var path = spec.Child("selector", RefusalTopic.TemplateSelector);
        if (workload.Selector is not { } selector)
        {
            // A ReplicationController takes its template's labels instead; of a DaemonSet the server says that nothing matches nothing.
            if (workload.WorkloadKind == WorkloadKind.DaemonSet)
            {
                errors.Invalid(spec.Child("template", RefusalTopic.TemplateSelector).Child("metadata").Child("labels"), workload.Kind.Span, "selector is required, and must match the labels of the template");
            }
            else if (workload.WorkloadKind != WorkloadKind.ReplicationController)
            {
                errors.Required(path, workload.Kind.Span, $"selector is required, and must match the labels of the template");
            }

            return;
        }

        if (workload.WorkloadKind == WorkloadKind.ReplicationController)
        {
            if (!selector.IsEmpty && !LabelMatching.Selects(selector, workload.PodLabels))
            {
                Mismatch(workload, selector, spec, errors);
            }

            return;
        }

        var before = errors.Count;
        LabelSelectorValidation.Validate(selector, path, errors);
        if (selector.IsEmpty)
        {
            errors.Invalid(path, selector.KeySpan, "selector is empty and would match every pod of the namespace");
        }

        if (errors.Count == before && !LabelMatching.Selects(selector, workload.PodLabels))
        {
            Mismatch(workload, selector, spec, errors);
        }
    }

    private static void Mismatch(Workload workload, LabelSelector selector, ApiPath spec, ErrorList errors) =>
        errors.Invalid(
            spec.Child("template", RefusalTopic.TemplateSelector).Child("metadata").Child("labels"),
            workload.PodLabels?.KeySpan ?? selector.KeySpan,
            "selector does not match the labels of the template");

    private static void RestartPolicy(Workload workload, ApiPath template, ErrorList errors)
    {
        if (workload.PodSpec?.RestartPolicy is { Value: not "Always" } policy)
        {
            errors.NotSupported(template.Child("spec").Child("restartPolicy"), policy.Span, policy.Value, "Always");
        }
    }

    private static void FinitePolicy(Workload workload, ApiPath template, ErrorList errors)
    {
        if (workload.PodSpec?.RestartPolicy is null or { Value: "Always" })
        {
            var span = workload.PodSpec?.RestartPolicy is { IsDefault: false } written ? written.Span : workload.PodSpec?.KeySpan ?? workload.Kind.Span;
            errors.Required(template.Child("spec").Child("restartPolicy"), span, "restartPolicy must be OnFailure or Never in a Job");
        }
    }
}
