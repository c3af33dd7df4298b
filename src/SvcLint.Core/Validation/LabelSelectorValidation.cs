using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>matchLabels and matchExpressions.</summary>
internal static class LabelSelectorValidation
{
    /// <summary>Operators that need values.</summary>
    public static readonly string[] ValueOperators = ["In", "NotIn"];

    /// <summary>Operators that take none.</summary>
    public static readonly string[] KeyOperators = ["Exists", "DoesNotExist"];

    public static void Validate(LabelSelector? selector, ApiPath path, ErrorList errors)
    {
        MetadataValidation.Labels(selector?.MatchLabels, path.Child("matchLabels", RefusalTopic.Label), errors);
        var items = selector?.MatchExpressions?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            Requirement(items[i], path.Child("matchExpressions", RefusalTopic.SelectorExpression).Index(i), errors);
        }
    }

    private static void Requirement(LabelSelectorRequirement requirement, ApiPath path, ErrorList errors)
    {
        var values = requirement.Values?.Items ?? [];
        if (requirement.Operator is { } needy && Array.IndexOf(ValueOperators, needy.Value) >= 0)
        {
            if (values.Count == 0)
            {
                errors.Required(path.Child("values"), requirement.Values?.KeySpan ?? needy.Span, $"operator {needy.Value} needs values");
            }
        }
        else if (requirement.Operator is { } lone && Array.IndexOf(KeyOperators, lone.Value) >= 0)
        {
            if (values.Count > 0)
            {
                errors.Forbidden(path.Child("values"), requirement.Values!.KeySpan, $"operator {lone.Value} takes no values");
            }
        }
        else
        {
            var what = requirement.Operator is { Value.Length: > 0 } unknown ? $"operator '{unknown.Value}' is not valid" : "operator is required";
            errors.Invalid(path.Child("operator"), requirement.Operator?.Span ?? requirement.KeySpan, $"{what}; use In, NotIn, Exists or DoesNotExist");
        }

        errors.Check(path.Child("key"), requirement.Key?.Span ?? requirement.KeySpan, NameFormat.QualifiedName(requirement.Key?.Value ?? ""));
        for (var i = 0; i < values.Count; i++)
        {
            errors.Check(path.Child("values").Index(i), values[i].Span, NameFormat.LabelValue(values[i].Value));
        }
    }
}
