using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>One difference between two states of an object.</summary>
/// <param name="Path">Where, relative to the nodes that were compared: <c>matchLabels.app</c>.</param>
/// <param name="Span">The new value, or what used to hold the one that is gone.</param>
/// <param name="Text">The change in words.</param>
internal sealed record StateChange(string Path, SourceSpan Span, string Text)
{
    /// <summary>Fields that the server fills in: that one state writes them and the other does not tells nothing.</summary>
    private static readonly HashSet<string> Filled = new(StringComparer.Ordinal)
    {
        "protocol", "hostPort", "imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy", "restartPolicy", "dnsPolicy", "schedulerName",
        "terminationGracePeriodSeconds", "periodSeconds", "timeoutSeconds", "successThreshold", "failureThreshold", "scheme", "path", "defaultMode", "mode",
        "divisor", "requests", "type", "volumeMode", "storageClassName", "fsType", "serviceAccount", "serviceAccountName", "enableServiceLinks",
        "expirationSeconds", "preemptionPolicy", "priority", "nodeName", "matchPolicy", "nodeAffinityPolicy", "nodeTaintsPolicy", "podManagementPolicy",
    };

    /// <summary>Fields that the server ignores or writes itself.</summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal) { "apiVersion", "kind", "status", "creationTimestamp", "uid", "resourceVersion", "generation" };

    /// <summary>
    /// The first difference that the server would see once it has filled in defaults, or null. Where only a default or a notation may
    /// differ there is none.
    /// </summary>
    /// <param name="after">The new value; null when it is gone.</param>
    /// <param name="before">The old value; null when there was none.</param>
    /// <param name="place">Where to point when the value is gone.</param>
    /// <param name="isFree">Paths whose change the server permits, indices left out.</param>
    public static StateChange? First(YamlNode? after, YamlNode? before, SourceSpan place, Func<string, bool>? isFree = null) =>
        new Walk(isFree ?? (_ => false)).Compare(after, before, "", "", place);

    private sealed class Walk(Func<string, bool> isFree)
    {
        public StateChange? Compare(YamlNode? after, YamlNode? before, string path, string pattern, SourceSpan place)
        {
            if (isFree(pattern) || (IsEmpty(after) && IsEmpty(before)))
            {
                return null;
            }

            switch (NotNull(after), NotNull(before))
            {
                case (YamlScalar now, YamlScalar was):
                    return MayBeEqual(now, was) ? null : new StateChange(path, now.Span, $"'{was.Value}' became '{now.Value}'");
                case (YamlMapping or null, YamlMapping or null):
                    return Mappings(after as YamlMapping, before as YamlMapping, path, pattern, place);
                case (YamlSequence now, YamlSequence was) when now.Items.Count == was.Items.Count:
                    return Items(now, was, path, pattern);
                case (YamlSequence now, YamlSequence was):
                    return new StateChange(path, now.FirstLine, $"{was.Items.Count} {Entries(was)} became {now.Items.Count}");
                case (null, var was):
                    return new StateChange(path, place, $"{Describe(was!)} was removed");
                case (var now, null):
                    return new StateChange(path, now.FirstLine, $"{Describe(now)} was added");
                case var (now, was):
                    return new StateChange(path, now.FirstLine, $"{Describe(was)} became {Describe(now)}");
            }
        }

        private StateChange? Mappings(YamlMapping? after, YamlMapping? before, string path, string pattern, SourceSpan place)
        {
            foreach (var name in Names(after).Concat(Names(before)).Distinct())
            {
                YamlEntry now = default, was = default;
                var isNow = after?.TryGet(name, out now) == true;
                var wasThere = before?.TryGet(name, out was) == true;
                if (Ignored.Contains(name) || (isNow != wasThere && Filled.Contains(name)))
                {
                    continue;
                }

                var change = Compare(now.Value, was.Value, path.Length == 0 ? name : path + "." + name, pattern.Length == 0 ? name : pattern + "." + name, isNow ? now.Key.Span : place);
                if (change is not null)
                {
                    return change;
                }
            }

            return null;
        }

        private StateChange? Items(YamlSequence after, YamlSequence before, string path, string pattern)
        {
            for (var i = 0; i < after.Items.Count; i++)
            {
                if (Compare(after.Items[i], before.Items[i], path + "[" + i + "]", pattern, after.Items[i].FirstLine) is { } change)
                {
                    return change;
                }
            }

            return null;
        }

        private static YamlNode? NotNull(YamlNode? node) => node is YamlScalar scalar && scalar.Resolve().Kind == ScalarKind.Null ? null : node;

        private static IEnumerable<string> Names(YamlMapping? mapping) => (mapping?.Entries ?? []).Select(e => e.Name).OfType<string>();

        private static string Entries(YamlSequence sequence) => sequence.Items.Count == 1 ? "entry" : "entries";

        private static string Describe(YamlNode node) => node switch
        {
            YamlScalar scalar => $"'{scalar.Value}'",
            YamlSequence => "a list",
            _ => "a mapping",
        };

        // Go leaves out what is empty, and mostly what is false or 0.
        private static bool IsEmpty(YamlNode? node) => node switch
        {
            null or YamlMapping { Entries.Count: 0 } or YamlSequence { Items.Count: 0 } => true,
            YamlScalar scalar => scalar.Value is "" or "0" or "false" || NotNull(scalar) is null,
            _ => false,
        };

        private static bool MayBeEqual(YamlScalar after, YamlScalar before)
        {
            if (after.Value == before.Value)
            {
                return true;
            }

            var (now, was) = (after.Resolve(), before.Resolve());
            return (now.Int is { } number && number == was.Int) || (now.Kind == ScalarKind.Bool && was.Kind == ScalarKind.Bool && now.Bool == was.Bool)
                || (IsQuantity(after.Value) && IsQuantity(before.Value) && Unit(after.Value) != Unit(before.Value));
        }

        // The same amount has several notations: 1Gi is 1024Mi, and 0.5 is 500m.
        private static bool IsQuantity(string text) =>
            text.Length > 0 && char.IsDigit(text[0]) && Unit(text) is "" or "n" or "u" or "m" or "k" or "M" or "G" or "T" or "P" or "E" or "Ki" or "Mi" or "Gi" or "Ti" or "Pi" or "Ei";

        private static string Unit(string text) => text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
    }
}
