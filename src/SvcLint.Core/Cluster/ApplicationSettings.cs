using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster;

/// <summary>
/// What the .NET application in a container is configured with, as it reads its configuration itself: the variables of the manifest and the
/// image, then the settings file of its environment, then the base file.
/// </summary>
internal sealed class ApplicationSettings
{
    private readonly Dictionary<string, ComposedText?> _variables = new(StringComparer.OrdinalIgnoreCase);
    private readonly AppSettings[] _files;

    private ApplicationSettings(ListeningContainer container, DeploymentUnit unit)
    {
        foreach (var (name, value) in (container.Join.Dockerfile?.FinalStages ?? []).Reverse().SelectMany(s => s.Environment))
        {
            _variables[name] = value is { } text ? ComposedText.Of(text) : null;
        }

        foreach (var variable in ContainerEnvironment.Of(container.Container, container.Workload, unit).Variables)
        {
            _variables[variable.Key] = variable.Value;
        }

        var environment = Variable("ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT") is (true, var named) ? named?.Value : "Production";
        _files = [.. container.Join.Project.Settings.Where(s => s.Environment.Length == 0 || environment is null || string.Equals(s.Environment, environment, StringComparison.OrdinalIgnoreCase)).OrderBy(s => s.Environment.Length == 0)];
        IsEnvironmentKnown = environment is not null;
    }

    private bool IsEnvironmentKnown { get; }

    public static ApplicationSettings Of(ListeningContainer container, DeploymentUnit unit) => new(container, unit);

    /// <summary>The value of a key (<c>Catalog:Url</c>); null where nothing sets it, and where it is not known what does.</summary>
    public ComposedText? this[string key]
    {
        get
        {
            if (Variable(key.Replace(":", "__")) is (true, var variable))
            {
                return variable;
            }

            foreach (var file in _files)
            {
                if (file.Settings.FirstOrDefault(s => string.Equals(s.Key, key, StringComparison.OrdinalIgnoreCase)) is { } setting)
                {
                    // Of files for several environments none is known to count.
                    return file.Environment.Length == 0 || IsEnvironmentKnown ? ComposedText.Of(setting.Value) : null;
                }
            }

            return null;
        }
    }

    /// <summary>The first of these variables that is set; a null value is one that is not known.</summary>
    public (bool IsSet, ComposedText? Value) Variable(params string[] names)
    {
        foreach (var name in names)
        {
            if (_variables.TryGetValue(name, out var value))
            {
                return (true, value);
            }
        }

        return (false, null);
    }
}
