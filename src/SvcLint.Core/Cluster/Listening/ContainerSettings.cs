using SvcLint.Cluster.Addresses;
using SvcLint.Model;

namespace SvcLint.Cluster.Listening;

/// <summary>A value by which a program is told something.</summary>
internal readonly record struct FoundSetting(Located<string> Value, string What, ListenerEvidence Evidence);

/// <summary>What a container tells its program: words of the command line, variables, files that it mounts.</summary>
internal sealed class ContainerSettings(ContainerCommand command, ContainerEnvironment environment, IReadOnlyList<MountedFile> files)
{
    // The JVM itself reads the first three; start scripts hand the last one to it.
    private static readonly string[] JavaVariables = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JAVA_OPTS"];

    private IReadOnlyList<Located<string>>? _javaOptions;
    private ILookup<string, (ConfigurationSetting Setting, MountedFile File)>? _keys;

    public IReadOnlyList<Located<string>> Words => command.Words;

    public IReadOnlyList<MountedFile> Files => files;

    /// <summary>The value of the strongest setting among these; false where one is set and its value is not known.</summary>
    public (FoundSetting? Setting, bool IsKnown) Find(string[] flags, string[] variables, string[] keys)
    {
        foreach (var flag in flags)
        {
            if (Flag(flag) is { } value)
            {
                return value.Value.IndexOf('$') >= 0 ? (null, false) : (new FoundSetting(value, flag.IndexOf(':') < 0 ? flag : flag.Substring(flag.IndexOf(':') + 1), ListenerEvidence.Command), true);
            }
        }

        foreach (var variable in variables)
        {
            if (command.Assignments.TryGetValue(variable, out var assigned))
            {
                return assigned.Value.IndexOf('$') >= 0 ? (null, false) : (new FoundSetting(assigned, variable, ListenerEvidence.Command), true);
            }

            if (environment.Variables.TryGetValue(variable, out var value))
            {
                return value is null || value.Value.IndexOf('$') >= 0 ? (null, false)
                    : (new FoundSetting(new Located<string>(value.Value, value.Part(0, value.Value.Length)), variable, ListenerEvidence.Command), true);
            }
        }

        foreach (var key in keys)
        {
            if (Keys[key].LastOrDefault() is { Setting: { } setting } found)
            {
                // One key of two blocks, which a reader of lines does not part.
                if (Keys[key].Any(k => k.Setting.Value.Value != setting.Value.Value))
                {
                    return (null, false);
                }

                return setting.Value.Value.IndexOf('$') >= 0 ? (null, false) : (new FoundSetting(Stripped(setting.Value), $"{setting.Key} in {found.File.File.Text.Name}", ListenerEvidence.File), true);
            }
        }

        return (null, true);
    }

    // http.port: 9200 and http: {port: 9200} are one key.
    private ILookup<string, (ConfigurationSetting Setting, MountedFile File)> Keys =>
        _keys ??= files.SelectMany(f => f.File.Settings.Select(s => (Setting: s, File: f))).ToLookup(f => Normal(f.Setting), StringComparer.OrdinalIgnoreCase);

    private static string Normal(ConfigurationSetting setting) => ((setting.Section.Length == 0 ? "" : setting.Section + "/") + setting.Key).Replace('.', '/');

    // nats.conf: "port: 4222,", postgresql.conf: "port = 5433 # why"
    private static Located<string> Stripped(Located<string> value)
    {
        var text = value.Value;
        var comment = text.IndexOf('#');
        var end = comment >= 0 ? comment : text.Length;
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is ';' or ','))
        {
            end--;
        }

        return end == text.Length ? value : value.Slice(0, end);
    }

    private Located<string>? Flag(string flag)
    {
        // -c name=value, also --name=value
        var colon = flag.IndexOf(':');
        if (colon > 0)
        {
            var prefix = flag.Substring(colon + 1) + "=";
            for (var i = Words.Count - 1; i > 0; i--)
            {
                if (Words[i - 1].Value == flag.Substring(0, colon) && Words[i].Value.StartsWith(prefix, StringComparison.Ordinal))
                {
                    return Words[i].Slice(prefix.Length, Words[i].Value.Length);
                }
            }

            flag = "--" + flag.Substring(colon + 1);
        }

        return ProgramListeners.Value(Words, [flag]) ?? (flag.StartsWith("-D", StringComparison.Ordinal) ? ProgramListeners.Value(JavaOptions, [flag]) : null);
    }

    private IReadOnlyList<Located<string>> JavaOptions => _javaOptions ??=
    [
        .. JavaVariables.SelectMany(v => command.Assignments.TryGetValue(v, out var assigned) ? assigned.Words()
            : environment.Variables.TryGetValue(v, out var value) && value is not null ? new Located<string>(value.Value, value.Part(0, value.Value.Length)).Words()
            : []),
    ];
}
