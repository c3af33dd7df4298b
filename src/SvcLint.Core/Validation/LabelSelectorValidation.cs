using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>matchLabels and matchExpressions.</summary>
internal static class LabelSelectorValidation
{
    public static void Validate(LabelSelector? selector, ApiPath path, ErrorList errors)
    {
        MetadataValidation.Labels(selector?.MatchLabels, path.Child("matchLabels"), errors);
        var items = selector?.MatchExpressions?.Items ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            Requirement(items[i], path.Child("matchExpressions").Index(i), errors);
        }
    }

    private static void Requirement(LabelSelectorRequirement requirement, ApiPath path, ErrorList errors)
    {
        var values = requirement.Values?.Items ?? [];
        switch (requirement.Operator?.Value)
        {
            case "In" or "NotIn":
                if (values.Count == 0)
                {
                    errors.Required(path.Child("values"), requirement.Values?.KeySpan ?? requirement.Operator.Span, $"operator {requirement.Operator.Value} needs values");
                }

                break;
            case "Exists" or "DoesNotExist":
                if (values.Count > 0)
                {
                    errors.Forbidden(path.Child("values"), requirement.Values!.KeySpan, $"operator {requirement.Operator.Value} takes no values");
                }

                break;
            default:
                errors.Invalid(path.Child("operator"), requirement.Operator?.Span ?? requirement.KeySpan, "an operator is In, NotIn, Exists or DoesNotExist");
                break;
        }

        errors.Check(path.Child("key"), requirement.Key?.Span ?? requirement.KeySpan, NameFormat.QualifiedName(requirement.Key?.Value ?? ""));
        for (var i = 0; i < values.Count; i++)
        {
            errors.Check(path.Child("values").Index(i), values[i].Span, NameFormat.LabelValue(values[i].Value));
        }
    }
}
