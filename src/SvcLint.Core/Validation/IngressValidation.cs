using SvcLint.Kubernetes;
using SvcLint.Model;
using SvcLint.Text;

namespace SvcLint.Validation;

/// <summary>Creation of an Ingress, as far as it is followed: its metadata and its class.</summary>
internal static class IngressValidation
{
    public static void Validate(Ingress ingress, KubernetesVersion version, ErrorList errors)
    {
        MetadataValidation.Validate(ingress, NameFormat.Dns1123Subdomain, version, errors);
        if (ingress.IngressClassName is not { } chosen)
        {
            return;
        }

        errors.Check(ApiPath.Root(RefusalTopic.Name).Child("spec").Child("ingressClassName"), chosen.Span, NameFormat.Dns1123Subdomain(chosen.Value));
        if (ingress.Metadata.Annotations?.Find(Ingress.ClassAnnotation) is not { } annotated || Placeholder.Is(chosen.Value) || Placeholder.Is(annotated.Value.Value))
        {
            return;
        }

        var differs = annotated.Value.Value != chosen.Value;
        if (differs || version < ServerChecks.IngressClassTwice)
        {
            // The server's own path starts at the annotations.
            errors.Invalid(
                ApiPath.Root(RefusalTopic.Annotation).Child("annotations").Child(Ingress.ClassAnnotation),
                annotated.Value.Span,
                differs
                    ? $"annotation '{Ingress.ClassAnnotation}' is '{annotated.Value.Value}', but ingressClassName is '{chosen.Value}'"
                    : $"annotation '{Ingress.ClassAnnotation}' is set beside ingressClassName");
        }
    }
}
