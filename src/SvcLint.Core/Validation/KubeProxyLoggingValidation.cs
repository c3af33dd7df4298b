using SvcLint.Kubernetes;
using SvcLint.Model;

namespace SvcLint.Validation;

/// <summary>The section <c>logging</c> of kube-proxy's configuration.</summary>
internal static class KubeProxyLoggingValidation
{
    public static readonly string[] LogFormats = ["text", "json"];

    public static void Validate(KubeProxyConfiguration config, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        Section(config.Logging, path, version, errors);
        Options(config, path, version, errors);
    }

    private static void Section(LoggingConfiguration? section, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        if (section?.Format is { Value.Length: > 0 } format && Array.IndexOf(LogFormats, format.Value) < 0)
        {
            errors.Invalid(path.Child("format"), format.Span, $"'{format.Value}' is not a log format: {string.Join(" or ", LogFormats)}");
        }

        // A number counts nanoseconds, and 0 gets the default.
        if (version >= KubeProxyChecks.FlushFrequency && section?.FlushFrequency is { } flush && flush.Value.StartsWith("-", StringComparison.Ordinal)
            && (!GoDuration.TryParse(flush.Value, out var nanoseconds) || nanoseconds < 0))
        {
            errors.Invalid(path.Child("flushFrequency"), flush.Span, "must be longer than 0");
        }

        Verbosity(section?.Verbosity, path.Child("verbosity"), errors);
        var modules = section?.VModule?.Items ?? [];
        if (modules.Count > 0 && section!.Format is { Value.Length: > 0 } other && other.Value != LogFormats[0])
        {
            errors.Forbidden(path.Child("vmodule"), section.VModule!.KeySpan, $"only log format {LogFormats[0]} has levels by file");
        }

        for (var i = 0; i < modules.Count; i++)
        {
            var at = path.Child("vmodule").Index(i);
            if (modules[i].FilePattern is not { Value.Length: > 0 } pattern)
            {
                errors.Required(at, modules[i].FilePattern?.Span ?? modules[i].KeySpan, "a level by file needs a file pattern");
            }
            else if (pattern.Value.IndexOfAny(['=', ',']) >= 0)
            {
                errors.Invalid(at, pattern.Span, "a file pattern must not contain '=' or ','");
            }

            Verbosity(modules[i].Verbosity, at, errors);
        }
    }

    private static void Options(KubeProxyConfiguration config, ApiPath path, KubernetesVersion version, ErrorList errors)
    {
        const string Gate = "LoggingAlphaOptions";
        if (config.Logging?.Options is not { } options || FeatureGateTable.IsOn(Gate, FeatureGates.Settings(config.FeatureGates), version))
        {
            return;
        }

        // That the format text goes to two streams is not looked at.
        if (options.Json?.SplitStream is { Value: true } split)
        {
            errors.Forbidden(path.Child("options").Child("json").Child("splitStream"), split.Span, $"the option needs feature gate {Gate}");
        }

        Buffer(options.Json, path.Child("options").Child("json"));
        if (version >= KubeProxyChecks.TextOptions)
        {
            Buffer(options.Text, path.Child("options").Child("text"));
        }

        void Buffer(LoggingOutput? output, ApiPath at)
        {
            if (output?.InfoBufferSize is { } size && !Quantity.IsZero(size.Value))
            {
                errors.Forbidden(at.Child("infoBufferSize"), size.Span, $"the option needs feature gate {Gate}");
            }
        }
    }

    private static void Verbosity(Located<long>? level, ApiPath path, ErrorList errors)
    {
        if (level is { Value: > int.MaxValue })
        {
            errors.Invalid(path, level.Span, $"at most {int.MaxValue} is allowed");
        }
    }
}
