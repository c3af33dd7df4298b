using System.Text;
using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>What every object has in common: names, labels, annotations, owners, finalizers.</summary>
internal static class MetadataValidation
{
    private const int TotalAnnotationSizeLimit = 256 * 1024;
    private const int MaxGeneratedPrefix = 58;

    /// <summary>Kubernetes' finalizers without a domain.</summary>
    private static readonly string[] StandardFinalizers = ["kubernetes", "orphan", "foregroundDeletion"];

    /// <param name="item">The object.</param>
    /// <param name="nameFormat">The format of its name.</param>
    /// <param name="version">The cluster's version.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Validate(KubernetesObject item, Func<string, string?> nameFormat, KubernetesVersion version, ErrorList errors)
    {
        var meta = item.Metadata;
        var path = ApiPath.Root(RefusalTopic.OwnerOrFinalizer).Child("metadata");
        if (meta.GenerateName is { Value.Length: > 0 } prefix)
        {
            errors.Check(path.Child("generateName", RefusalTopic.Name), prefix.Span, nameFormat(NameFormat.MaskTrailingDash(prefix.Value)));
        }

        if (meta.Name is { Value.Length: > 0 } name)
        {
            errors.Check(path.Child("name", RefusalTopic.Name), name.Span, nameFormat(name.Value));
        }
        else if (meta.GenerateName is { Value.Length: > 0 } start)
        {
            errors.Check(path.Child("name", RefusalTopic.Name), start.Span, nameFormat(Generated(start.Value)));
        }
        else
        {
            errors.Required(path.Child("name", RefusalTopic.Name), meta.Name?.Span ?? meta.KeySpan, "a name or generateName is required");
        }

        // An absent namespace is filled from the request.
        if (meta.Namespace is { Value.Length: > 0 } given)
        {
            errors.Check(path.Child("namespace", RefusalTopic.Name), given.Span, NameFormat.Dns1123Label(given.Value));
        }

        // Of other kinds the server counts the generations itself, from 1.
        if (item is Service or Endpoints && meta.Generation is { Value: < 0 } generation)
        {
            errors.Invalid(path.Child("generation"), generation.Span, "must not be negative");
        }

        Labels(meta.Labels, path.Child("labels", RefusalTopic.Label), errors);
        Annotations(meta.Annotations, path.Child("annotations", RefusalTopic.Annotation), errors);
        Owners(meta, path.Child("ownerReferences"), version, errors);
        Finalizers(meta, path.Child("finalizers"), errors);
    }

    // The server cuts the prefix and appends five letters or digits.
    private static string Generated(string prefix) => (prefix.Length > MaxGeneratedPrefix ? prefix.Substring(0, MaxGeneratedPrefix) : prefix) + "xxxxx";

    private static string Of(string part, Located<string> text, string problem) =>
        problem.StartsWith("must ", StringComparison.Ordinal) ? $"{part} '{text.Value}' {problem}" : $"{part} '{text.Value}': {problem}";

    public static void Labels(StringMap? labels, ApiPath path, ErrorList errors)
    {
        foreach (var pair in labels?.Entries ?? [])
        {
            errors.Check(path, pair.Key.Span, NameFormat.QualifiedName(pair.Key.Value) is { } problem ? Of("key", pair.Key, problem) : null);
            errors.Check(path, pair.Value.Span, NameFormat.LabelValue(pair.Value.Value) is { } other ? Of("value", pair.Value, other) : null);
        }
    }

    public static void Annotations(StringMap? annotations, ApiPath path, ErrorList errors)
    {
        var size = 0L;
        foreach (var pair in annotations?.Entries ?? [])
        {
            size += Encoding.UTF8.GetByteCount(pair.Key.Value) + Encoding.UTF8.GetByteCount(pair.Value.Value);
            errors.Check(path, pair.Key.Span, NameFormat.QualifiedName(pair.Key.Value.ToLowerInvariant()) is { } problem ? Of("key", pair.Key, problem) : null);
        }

        if (size > TotalAnnotationSizeLimit)
        {
            errors.Add(path, ErrorType.TooLong, $"all keys and values together have {size} bytes, at most {TotalAnnotationSizeLimit} are allowed", annotations!.KeySpan);
        }
    }

    private static void Owners(ObjectMeta meta, ApiPath path, KubernetesVersion kubernetes, ErrorList errors)
    {
        var controllers = 0;
        var owners = meta.OwnerReferences?.Items ?? [];
        for (var i = 0; i < owners.Count; i++)
        {
            var owner = owners[i];
            var isIndexed = kubernetes >= ServerChecks.OwnersByIndex;
            var at = isIndexed ? path.Index(i) : path;
            var (group, version) = GroupVersion(owner.ApiVersion?.Value ?? "");
            var kind = owner.Kind?.Value ?? "";
            if (version.Length == 0)
            {
                errors.Invalid(at.Child("apiVersion"), owner.ApiVersion?.Span ?? owner.KeySpan, "must name a version");
            }

            NotEmpty(kind, at.Child("kind"), owner.Kind, owner, isIndexed, errors);
            NotEmpty(owner.Name?.Value, at.Child("name"), owner.Name, owner, isIndexed, errors);
            NotEmpty(owner.Uid?.Value, at.Child("uid"), owner.Uid, owner, isIndexed, errors);
            if (group.Length == 0 && version == "v1" && kind == "Event")
            {
                errors.Invalid(at, owner.KeySpan, "an Event cannot own anything");
            }

            if (owner.Controller?.Value == true && ++controllers > 1)
            {
                errors.Invalid(path, owner.Controller.Span, "only one owner can be the controller");
            }
        }
    }

    private static void NotEmpty(string? value, ApiPath path, Located<string>? written, OwnerReference owner, bool isRequired, ErrorList errors)
    {
        if (!string.IsNullOrEmpty(value))
        {
            return;
        }

        var span = written?.Span ?? owner.KeySpan;
        if (isRequired)
        {
            errors.Required(path, span, "must not be empty");
        }
        else
        {
            errors.Invalid(path, span, "must not be empty");
        }
    }

    // Two slashes make no group and no version.
    private static (string Group, string Version) GroupVersion(string apiVersion)
    {
        var parts = apiVersion.Split('/');
        return parts.Length switch
        {
            1 => ("", parts[0]),
            2 => (parts[0], parts[1]),
            _ => ("", ""),
        };
    }

    private static void Finalizers(ObjectMeta meta, ApiPath path, ErrorList errors)
    {
        var items = meta.Finalizers?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (NameFormat.QualifiedName(items[i].Value) is { } problem)
            {
                errors.Invalid(path, items[i].Span, problem);
            }

            if (items[i].Value.IndexOf('/') < 0 && Array.IndexOf(StandardFinalizers, items[i].Value) < 0)
            {
                errors.Invalid(path.Index(i), items[i].Span, "a finalizer needs a domain (example.com/name) unless it is one of Kubernetes' own");
            }
        }

        if (items.Any(f => f.Value == "orphan") && items.Any(f => f.Value == "foregroundDeletion"))
        {
            errors.Invalid(path, meta.Finalizers!.KeySpan, "orphan and foregroundDeletion exclude each other");
        }
    }
}
