using SvcLint.Kubernetes;
using SvcLint.Text;
using SvcLint.Yaml;

namespace SvcLint.Validation;

/// <summary>
/// Reads an object as the API server does with <c>fieldValidation=Strict</c>: unknown fields, repeated keys and values of a wrong
/// type, each at its place. Where the server stops at the first value that it cannot read, every one is reported.
/// </summary>
public static class StrictDecoder
{
    /// <summary>Everything strict decoding objects to; nothing for a kind that has no field table.</summary>
    /// <param name="root">The object.</param>
    /// <param name="apiVersion">Of the object.</param>
    /// <param name="kind">Of the object.</param>
    /// <param name="version">Null reports what some supported version refuses; fields that another one has say so in <see cref="DecodeError.Known"/>.</param>
    public static IReadOnlyList<DecodeError> Decode(YamlMapping root, string apiVersion, string kind, KubernetesVersion? version)
    {
        if (FieldTables.Root(apiVersion, kind) is not { } type)
        {
            return [];
        }

        var walk = new Walk(version);
        walk.Object(root, type, ApiPath.Root(RefusalTopic.Decoding));
        return walk.Errors;
    }

    private sealed class Walk(KubernetesVersion? version)
    {
        public List<DecodeError> Errors { get; } = [];

        public void Object(YamlMapping mapping, string type, ApiPath path)
        {
            var keys = new Keys(mapping);
            var fields = FieldTables.Listed(type);
            var entries = mapping.AsSpan();
            for (var i = 0; i < entries.Length; i++)
            {
                ref readonly var entry = ref entries[i];
                if (entry.Name is not { } name || IsNull(entry, path))
                {
                    continue;
                }

                Repeated(keys, mapping, i, path);
                if (keys.IsOverridden(i))
                {
                    continue;
                }

                if (FieldTables.Find(fields, name, version) is { } field && (version is { } target ? field.ExistsIn(target) : FieldTables.ExistsThroughout(type, field)))
                {
                    if (!IsPlain(entry.Value, field.Type))
                    {
                        Value(entry.Value, field.Type, path.Child(name));
                    }
                }
                else
                {
                    Unknown(entry, type, path.Child(name));
                    if (version is null && FieldTables.Find(type, name, version) is { } sometimes)
                    {
                        Value(entry.Value, sometimes.Type, path.Child(name));
                    }
                }
            }
        }

        private void Unknown(YamlEntry entry, string type, ApiPath path)
        {
            var known = FieldTables.Find(type, entry.Name!, version);
            var nearest = known is null ? Nearest(type, entry.Name!) : null;
            var detail = known is { } other
                ? other.Since > (version ?? KubernetesVersion.Oldest) ? $"it was added in {other.Since}" : $"it was removed in {other.Until.Next}"
                : nearest is null ? "no such field" : $"no such field; did you mean '{nearest}'?";
            Errors.Add(new DecodeError(DecodeErrorKind.UnknownField, path.ToString(), detail, entry.Key.Span, Nearest: nearest, Known: known));
            if (known is null)
            {
                RepeatedWithin(entry.Value, path);
            }
        }

        private bool IsNull(YamlEntry entry, ApiPath path)
        {
            if (entry.Key is not YamlScalar key || key.Resolve().Kind != ScalarKind.Null)
            {
                return false;
            }

            Errors.Add(new DecodeError(DecodeErrorKind.Unreadable, path.ToString(), "a key is null", entry.Key.Span));
            return true;
        }

        /// <summary>Repeated keys where no table tells the fields.</summary>
        private void RepeatedWithin(YamlNode node, ApiPath path)
        {
            for (var i = 0; i < ((node as YamlSequence)?.Items.Count ?? 0); i++)
            {
                RepeatedWithin(((YamlSequence)node).Items[i], path.Index(i));
            }

            if (node is not YamlMapping mapping)
            {
                return;
            }

            var keys = new Keys(mapping);
            for (var i = 0; i < mapping.Entries.Count; i++)
            {
                if (mapping.Entries[i].Name is { } name)
                {
                    Repeated(keys, mapping, i, path);
                    RepeatedWithin(mapping.Entries[i].Value, path.Child(name));
                }
            }
        }

        // Where each key stands first and last, where one is repeated.
        private readonly struct Keys
        {
            private readonly YamlMapping _mapping;
            private readonly Dictionary<(string Name, bool Merged), (int First, int Last)>? _places;

            public Keys(YamlMapping mapping)
            {
                _mapping = mapping;
                if (!mapping.Repeats)
                {
                    return;
                }

                _places = [];
                for (var i = 0; i < mapping.Entries.Count; i++)
                {
                    if (mapping.Entries[i].Name is { } name)
                    {
                        var key = (name, mapping.Entries[i].Merged);
                        _places[key] = (_places.TryGetValue(key, out var known) ? known.First : i, i);
                    }
                }
            }

            /// <summary>The first entry of an entry's key.</summary>
            public int FirstOf(int index) => Place(index).First;

            /// <summary>Of repeated keys the last one counts; the value of an earlier one is not looked at.</summary>
            public bool IsOverridden(int index) => Place(index).Last > index;

            private (int First, int Last) Place(int index) =>
                _places is not null && _mapping.Entries[index] is { Name: { } name } entry ? _places[(name, entry.Merged)] : (index, index);
        }

        private string? Nearest(string type, string name)
        {
            var fields = FieldTables.Fields(type).Where(f => version is not { } target || f.ExistsIn(target)).Select(f => f.Name).ToArray();
            return Array.Find(fields, f => string.Equals(f, name, StringComparison.OrdinalIgnoreCase))
                ?? Array.Find(fields, f => f == name + "s" || f + "s" == name)
                ?? NearMiss.Nearest(name, fields, shortest: 3)
                ?? Unshortened(name, fields);
        }

        // "ingressClass": all but the last word of one field.
        private static string? Unshortened(string name, string[] fields) =>
            name.Length >= 8 && fields.Where(f => f.Length > name.Length && char.IsUpper(f[name.Length]) && f.StartsWith(name, StringComparison.Ordinal)).Take(2).ToArray() is [var only] ? only : null;

        private void Repeated(Keys keys, YamlMapping mapping, int index, ApiPath path)
        {
            if (keys.FirstOf(index) is var first && first < index && mapping.Entries[index] is { Merged: false } entry)
            {
                Errors.Add(new DecodeError(
                    DecodeErrorKind.DuplicateKey, path.Child(entry.Name!).ToString(), "duplicate key", entry.Key.Span, First: mapping.Entries[first].Key.Span));
            }
        }

        // Nearly every value is: nothing is said of it, and so nobody needs to know where it stands.
        private static bool IsPlain(YamlNode node, FieldType type) => node is YamlScalar scalar && (type.Kind, scalar.Resolve().Kind) is
            (FieldKind.String, ScalarKind.String) or (FieldKind.Bool, ScalarKind.Bool);

        private void Value(YamlNode node, FieldType type, ApiPath path)
        {
            if (node is YamlScalar { } scalar && scalar.Resolve() is var value && (value.Kind != ScalarKind.Null || type.Kind == FieldKind.Duration))
            {
                Scalar(scalar, value, type, path);
                return;
            }

            switch (type.Kind, node)
            {
                case (FieldKind.Any, _) or (_, YamlScalar):
                    RepeatedWithin(node, path);
                    break;
                case (FieldKind.Object, YamlMapping mapping):
                    Object(mapping, type.Notation, path);
                    break;
                case (FieldKind.List, YamlSequence sequence):
                    var element = type.Element;
                    for (var i = 0; i < sequence.Items.Count; i++)
                    {
                        if (!IsPlain(sequence.Items[i], element))
                        {
                            Value(sequence.Items[i], element, path.Index(i));
                        }
                    }

                    break;
                case (FieldKind.Map, YamlMapping map):
                    Map(map, type.Element, path);
                    break;
                default:
                    Wrong(node, type, path, node is YamlMapping ? "a mapping" : "a list");
                    break;
            }
        }

        private void Map(YamlMapping map, FieldType element, ApiPath path)
        {
            var keys = new Keys(map);
            var entries = map.AsSpan();
            for (var i = 0; i < entries.Length; i++)
            {
                if (entries[i].Name is { } key && !IsNull(entries[i], path))
                {
                    Repeated(keys, map, i, path);
                    if (!keys.IsOverridden(i) && !IsPlain(entries[i].Value, element))
                    {
                        Value(entries[i].Value, element, path.Key(key));
                    }
                }
            }
        }

        private void Scalar(YamlScalar scalar, ScalarValue value, FieldType type, ApiPath path)
        {
            var fits = type.Kind switch
            {
                FieldKind.String => value.Kind == ScalarKind.String,
                FieldKind.Bool => value.Kind == ScalarKind.Bool,
                FieldKind.Int32 => IsInt32(value),
                FieldKind.Int64 => value.Int is not null,
                FieldKind.UInt32 => value.Int is >= uint.MinValue and <= uint.MaxValue,
                FieldKind.Number => value.Kind is ScalarKind.Int or ScalarKind.Float,
                FieldKind.IntOrString => value.Kind == ScalarKind.String || IsInt32(value),
                FieldKind.Quantity => value.Kind is ScalarKind.String or ScalarKind.Int or ScalarKind.Float,
                FieldKind.Time or FieldKind.OptionalDuration => value.Kind == ScalarKind.String,
                FieldKind.Duration => value.Kind is ScalarKind.String or ScalarKind.Null,
                FieldKind.DurationOrNumber => value.Kind == ScalarKind.String || value.Int is not null,
                _ => type.Kind == FieldKind.Any,
            };
            if (!fits)
            {
                Wrong(scalar, type, path, Found(value));
            }
            else if (value.Kind == ScalarKind.Float && (double.IsNaN(value.Float) || double.IsInfinity(value.Float)))
            {
                Unreadable(scalar, path, "JSON, which the server reads, has no infinity and no NaN");
            }
            else if (type.Kind == FieldKind.Time && !GoTime.IsRfc3339(value.Text))
            {
                Unreadable(scalar, path, "not an RFC 3339 time such as 2006-01-02T15:04:05Z");
            }
            else if (type.Kind == FieldKind.Quantity && value.Kind == ScalarKind.String && !Quantity.IsValid(value.Text))
            {
                Unreadable(scalar, path, "not a quantity such as 500m, 1.5 or 128Mi");
            }
            else if (IsDuration(type, value) && (value.Kind == ScalarKind.Null || !GoDuration.TryParse(value.Text, out _)))
            {
                Unreadable(scalar, path, "not a duration such as 30s or 1m30s: a number needs its unit, and null is refused");
            }
        }

        private static bool IsDuration(FieldType type, ScalarValue value) =>
            type.Kind is FieldKind.Duration or FieldKind.OptionalDuration || (type.Kind == FieldKind.DurationOrNumber && value.Kind == ScalarKind.String);

        private static bool IsInt32(ScalarValue value) =>
            value.Kind is ScalarKind.Int or ScalarKind.Float && value.Int is >= int.MinValue and <= int.MaxValue;

        private void Wrong(YamlNode node, FieldType type, ApiPath path, string found) =>
            Errors.Add(new DecodeError(DecodeErrorKind.WrongType, path.ToString(), $"must be {Name(type)}, not {found}", node.Span, Expected: type, Value: node));

        private void Unreadable(YamlScalar scalar, ApiPath path, string detail) =>
            Errors.Add(new DecodeError(DecodeErrorKind.Unreadable, path.ToString(), detail, scalar.Span));

        private static string Found(ScalarValue value) => value.Kind switch
        {
            ScalarKind.Bool => $"the boolean {value.Text}",
            ScalarKind.Int or ScalarKind.Float => $"the number {value.Text}",
            _ => "a string",
        };

        private static string Name(FieldType type) => type.Kind switch
        {
            FieldKind.String or FieldKind.Time or FieldKind.Duration or FieldKind.OptionalDuration => "a string",
            FieldKind.Bool => "a boolean",
            FieldKind.Int32 => "a 32-bit integer",
            FieldKind.Int64 => "an integer",
            FieldKind.UInt32 => "a 32-bit integer that is not negative",
            FieldKind.Number => "a number",
            FieldKind.IntOrString => "a 32-bit integer or a string",
            FieldKind.Quantity or FieldKind.DurationOrNumber => "a number or a string",
            FieldKind.List => "a list",
            _ => "a mapping",
        };
    }
}
