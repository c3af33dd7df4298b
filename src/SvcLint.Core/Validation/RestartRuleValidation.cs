using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>When a container is started anew in spite of its pod's restart policy.</summary>
internal static class RestartRuleValidation
{
    public static void Validate(Container container, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        var rules = container.RestartPolicyRules?.Items ?? [];
        if (version < ServerChecks.RestartRules || rules.Count == 0)
        {
            return;
        }

        if (container.RestartPolicy is null)
        {
            errors.Required(path.Child("restartPolicy"), container.RestartPolicyRules!.KeySpan, "restartPolicyRules require a restartPolicy of the container");
            return;
        }

        for (var i = 0; i < rules.Count; i++)
        {
            var at = path.Child("restartPolicyRules").Index(i);
            var rule = rules[i];
            if (rule.Action?.Value is not ("Restart" or "RestartAllContainers"))
            {
                errors.NotSupported(at.Child("action"), rule.Action?.Span ?? rule.KeySpan, rule.Action?.Value ?? "", "Restart");
            }

            if (rule.ExitCodes is not { } codes)
            {
                errors.Required(at.Child("exitCodes"), rule.KeySpan, "a rule needs exitCodes");
            }
            else if (codes.Operator?.Value is not ("In" or "NotIn"))
            {
                errors.Invalid(at.Child("exitCodes").Child("operator"), codes.Operator?.Span ?? codes.KeySpan, "must be In or NotIn");
            }
        }
    }
}
