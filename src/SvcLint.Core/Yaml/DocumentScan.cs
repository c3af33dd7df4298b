namespace SvcLint.Yaml;

/// <summary>What a line scan tells of a document without parsing it.</summary>
internal static class DocumentScan
{
    /// <summary>
    /// True for a CustomResourceDefinition of today's version without a conversion webhook: half of the bytes of real repositories, and nothing in it
    /// concerns Services.
    /// </summary>
    public static bool CanBePassedOver(string text)
    {
        var kind = text.StartsWith("kind: CustomResourceDefinition", StringComparison.Ordinal) ? 0 : text.IndexOf("\nkind: CustomResourceDefinition", StringComparison.Ordinal);
        // clientConfig, and webhookClientConfig of the older shape.
        return kind >= 0 && text.IndexOf("apiextensions.k8s.io/v1beta1", StringComparison.Ordinal) < 0 && text.IndexOf("lientConfig:", StringComparison.Ordinal) < 0 && text.IndexOf("{{", StringComparison.Ordinal) < 0;
    }
}
