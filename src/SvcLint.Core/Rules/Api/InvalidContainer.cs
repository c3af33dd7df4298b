using SvcLint.Findings;
using SvcLint.Validation;

namespace SvcLint.Rules.Api;

/// <summary>Containers and probes that the API server refuses.</summary>
public sealed class InvalidContainer : RefusalRule
{
    public override RuleInfo Info { get; } = new()
    {
        Id = "SVC1122",
        Name = "invalid-container",
        Title = "A container, probe or hook is incomplete or contradicts itself",
        Category = Category.Api,
        Severity = Severity.Error,
    };

    internal override RefusalTopic Topic => RefusalTopic.Container;

    protected override string Advice => "complete it: a name of its own and an image for each container, one handler for each probe";

    protected override string AdviceOn(ApiError error)
    {
        var leaf = error.Field.Substring(error.Field.LastIndexOf('.') + 1);
        return leaf switch
        {
            "hostnameOverride" when error.Type == ErrorType.Forbidden => "remove hostnameOverride or hostNetwork",
            "image" when error.Type == ErrorType.Required => "name an image",
            "name" when error.Type == ErrorType.Invalid => "choose another name",
            "readinessProbe" or "livenessProbe" or "startupProbe" or "postStart" or "preStop" when error.Type == ErrorType.Required => "add exec, httpGet, tcpSocket or grpc",
            "name" => "give each container and variable a name of its own",
            "exec" or "grpc" or "httpGet" or "tcpSocket" => "keep one handler",
            "restartPolicy" => "remove it, or move the container to initContainers",
            _ => Advice,
        };
    }
}
