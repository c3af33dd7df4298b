using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>
/// The API server's verdict on an object that is changed, beyond what it says of one that is created: fields that stay as they are. The
/// change is taken as <c>kubectl apply</c> sends it: what neither state writes stays as the server filled it in.
/// </summary>
public static class UpdateValidation
{
    /// <summary>Every error of a version about the change alone.</summary>
    /// <param name="after">The new state.</param>
    /// <param name="before">The same object as it was.</param>
    /// <param name="version">The cluster's version.</param>
    public static IReadOnlyList<ApiError> Validate(KubernetesObject after, KubernetesObject before, KubernetesVersion version)
    {
        var errors = new ErrorList();
        switch (after.Group, after.Kind.Value)
        {
            case ("", "Service") when ApiDefaults.Apply(after, version) is Service now && ApiDefaults.Apply(before, version) is Service was:
                ServiceUpdate.Validate(now, was, errors);
                break;
            case ("discovery.k8s.io", "EndpointSlice"):
                Immutable(after, before, "addressType", errors);
                break;
            case ("networking.k8s.io", "IngressClass"):
                Immutable(after, before, "spec.controller", errors);
                break;
            case ("apps", "Deployment" or "ReplicaSet" or "DaemonSet"):
                Immutable(after, before, "spec.selector", errors);
                break;
            case ("apps", "StatefulSet"):
                StatefulSet(after, before, version, errors);
                break;
            case ("batch", "Job"):
                Job(after, before, version, errors);
                break;
            case ("", "Pod"):
                Pod(after, before, errors);
                break;
            case ("", "ConfigMap"):
                if (StaysImmutable(after, before, errors))
                {
                    Unchanged(after, before, "data", errors);
                    Unchanged(after, before, "binaryData", errors);
                }

                break;
            case ("", "Secret"):
                Immutable(after, before, "type", errors, "Opaque");
                SecretData(after, before, errors);
                break;
        }

        return errors.Errors;
    }

    /// <summary>A field that must stay equal.</summary>
    private static void Immutable(KubernetesObject after, KubernetesObject before, string field, ErrorList errors, string? otherwise = null)
    {
        var (now, was) = (Find(after, field), Find(before, field));
        if (StateChange.First(now.Value, was.Value, now.Key ?? after.Kind.Span) is { } change && !(otherwise is not null && Text(now.Value, otherwise) == Text(was.Value, otherwise)))
        {
            errors.Invalid(Path(field), change.Span, Detail(change));
        }
    }

    private static string Text(YamlNode? node, string otherwise) => node is YamlScalar { Value.Length: > 0 } scalar ? scalar.Value : otherwise;

    // Everything but the listed fields, told by one error of the whole spec.
    private static void StatefulSet(KubernetesObject after, KubernetesObject before, KubernetesVersion version, ErrorList errors)
    {
        var spec = Find(after, "spec");
        var change = StateChange.First(spec.Value, Find(before, "spec").Value, spec.Key ?? after.Kind.Span, path => path switch
        {
            "replicas" or "ordinals" or "template" or "updateStrategy" or "persistentVolumeClaimRetentionPolicy" or "minReadySeconds" => true,
            "revisionHistoryLimit" => version >= ServerChecks.RevisionHistoryIsFree,
            _ => false,
        });
        if (change is not null)
        {
            errors.Forbidden(Path("spec"), change.Span, $"{Detail(change)}; it is immutable in a StatefulSet");
        }
    }

    private static void Job(KubernetesObject after, KubernetesObject before, KubernetesVersion version, ErrorList errors)
    {
        Immutable(after, before, "spec.selector", errors);
        Immutable(after, before, "spec.completionMode", errors, "NonIndexed");
        Immutable(after, before, "spec.podFailurePolicy", errors);
        if (version >= ServerChecks.BackoffPerIndex)
        {
            Immutable(after, before, "spec.backoffLimitPerIndex", errors);
        }

        if (version >= ServerChecks.ManagedJobs)
        {
            Immutable(after, before, "spec.successPolicy", errors);
            Immutable(after, before, "spec.managedBy", errors, "kubernetes.io/job-controller");
        }

        // A job that waits may still be given to other nodes.
        var (now, was) = (Find(after, "spec.template"), Find(before, "spec.template"));
        var isSuspended = IsTrue(after, "spec.suspend") || IsTrue(before, "spec.suspend");
        if (!isSuspended && StateChange.First(now.Value, was.Value, now.Key ?? after.Kind.Span) is { } change)
        {
            errors.Invalid(Path("spec.template"), change.Span, Detail(change));
        }
    }

    private static void Pod(KubernetesObject after, KubernetesObject before, ErrorList errors)
    {
        foreach (var list in new[] { "spec.containers", "spec.initContainers" })
        {
            if (Find(after, list).Value is YamlSequence now && Find(before, list).Value is YamlSequence was && now.Items.Count != was.Items.Count)
            {
                errors.Forbidden(Path(list), Find(after, list).Key!.Value, $"{was.Items.Count} containers became {now.Items.Count}");
                return;
            }
        }

        var isGated = Find(before, "spec.schedulingGates").Value is YamlSequence { Items.Count: > 0 };
        var spec = Find(after, "spec");
        var change = StateChange.First(spec.Value, Find(before, "spec").Value, spec.Key ?? after.Kind.Span, path => path switch
        {
            "containers.image" or "initContainers.image" or "activeDeadlineSeconds" or "tolerations" or "schedulingGates" or "terminationGracePeriodSeconds" => true,
            "nodeSelector" or "affinity" => isGated,
            _ => false,
        });
        if (change is not null)
        {
            errors.Forbidden(Path("spec"), change.Span, $"{Detail(change)}; of a Pod little more than its images can change");
        }
    }

    /// <summary>True while the object says that its content is immutable.</summary>
    private static bool StaysImmutable(KubernetesObject after, KubernetesObject before, ErrorList errors)
    {
        if (!IsTrue(before, "immutable"))
        {
            return false;
        }

        if (!IsTrue(after, "immutable"))
        {
            var (key, value) = Find(after, "immutable");
            errors.Forbidden(Path("immutable"), value?.Span ?? key ?? after.Kind.Span, "once true it stays true");
        }

        return true;
    }

    private static void Unchanged(KubernetesObject after, KubernetesObject before, string field, ErrorList errors)
    {
        var (key, value) = Find(after, field);
        if (StateChange.First(value, Find(before, field).Value, key ?? after.Kind.Span) is { } change)
        {
            errors.Forbidden(Path(field), change.Span, $"'{change.Path}' changed, and the object says that it is immutable");
        }
    }

    // A value may move between the two fields, and one that leaves stringData stays stored.
    private static void SecretData(KubernetesObject after, KubernetesObject before, ErrorList errors)
    {
        var (now, was) = (Find(after, "stringData").Value as YamlMapping, Find(before, "stringData").Value as YamlMapping);
        if (!StaysImmutable(after, before, errors) || now is null != was is null)
        {
            return;
        }

        Unchanged(after, before, "data", errors);
        foreach (var entry in now?.Entries ?? [])
        {
            if (entry.Name is { } name && StateChange.First(entry.Value, was![name], entry.Key.Span) is not null)
            {
                errors.Forbidden(Path("data"), entry.Key.Span, $"'{name}' changed, and the object says that it is immutable");
                return;
            }
        }
    }

    private static string Detail(StateChange change) => change.Path.Length == 0 ? change.Text : $"{change.Path}: {change.Text}";

    private static bool IsTrue(KubernetesObject item, string field) => Find(item, field).Value is YamlScalar scalar && scalar.Resolve() is { Kind: ScalarKind.Bool, Bool: true };

    private static (SourceSpan? Key, YamlNode? Value) Find(KubernetesObject item, string field)
    {
        YamlNode? node = item.Node;
        SourceSpan? key = null;
        foreach (var name in field.Split('.'))
        {
            if (node is not YamlMapping mapping || !mapping.TryGet(name, out var entry))
            {
                return (key, null);
            }

            (node, key) = (entry.Value, entry.Key.Span);
        }

        return (key, node);
    }

    private static ApiPath Path(string field) => field.Split('.').Aggregate(ApiPath.Root(RefusalTopic.Change), (path, name) => path.Child(name));
}
