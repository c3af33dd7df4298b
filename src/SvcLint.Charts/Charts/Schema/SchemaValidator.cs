using System.Globalization;
using SvcLint.Charts.Functions;
using SvcLint.Charts.Functions.Regex;
using SvcLint.Charts.Templates;

namespace SvcLint.Charts;

/// <summary>
/// JSON Schema (drafts 4 to 2020-12) with the messages of Helm's validator. References into the schema itself are followed; one that leads
/// elsewhere admits everything.
/// </summary>
internal sealed class SchemaValidator
{
    private const int MaxSteps = 2_000_000;

    private readonly GoValue _root;
    private readonly bool _assertsFormats;
    private readonly Dictionary<string, RegexProgram?> _patterns = new(StringComparer.Ordinal);
    private long _steps;

    public SchemaValidator(GoValue root)
    {
        _root = root;
        // Later drafts take formats for annotations.
        var draft = ((root as GoMap)?["$schema"] as GoString)?.Value ?? "";
        _assertsFormats = draft.IndexOf("draft-0", StringComparison.Ordinal) >= 0;
    }

    public List<SchemaError> Validate(GoValue value) => Check(_root, value, "", out _);

    private void Spend(long steps)
    {
        _steps += steps;
        if (_steps > MaxSteps)
        {
            throw new GoException("unable to validate schema: it takes too many steps");
        }
    }

    // The errors of one schema at one place, and the members that it looked at.
    private List<SchemaError> Check(GoValue schema, GoValue value, string path, out HashSet<string> seen)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        Spend(1);
        var errors = new List<SchemaError>();
        seen = new HashSet<string>(StringComparer.Ordinal);
        if (schema is GoBool { Value: false })
        {
            errors.Add(new SchemaError(path, "false schema"));
        }

        if (schema is not GoMap keywords)
        {
            return errors;
        }

        if (keywords["$ref"] is GoString reference)
        {
            if (Find(reference.Value) is { } target)
            {
                AddGroup(errors, Check(target, value, path, out var inner), path);
                seen.UnionWith(inner);
            }

            if (_assertsFormats)
            {
                return errors;
            }
        }

        if (keywords["type"] is { } type && !IsType(type, value))
        {
            errors.Add(new SchemaError(path, "got " + TypeOf(value) + ", want " + string.Join(" or ", Names(type).OrderBy(name => name, StringComparer.Ordinal))));
            return errors;
        }

        Constants(keywords, value, path, errors);
        switch (value)
        {
            case GoMap map:
                Members(keywords, map, path, errors, seen);
                break;
            case GoList list:
                Items(keywords, list, path, errors);
                break;
            case GoString text:
                SchemaScalars.Text(keywords, text.Value, path, errors, Pattern, _assertsFormats);
                break;
            case GoFloat or GoInt:
                SchemaScalars.Number(keywords, Casts.Float64(value), path, errors);
                break;
        }

        Combined(keywords, value, path, errors, seen);
        if (value is GoMap members && keywords["unevaluatedProperties"] is { } unevaluated)
        {
            foreach (var key in members.SortedKeys)
            {
                if (!seen.Contains(key))
                {
                    errors.AddRange(Check(unevaluated, members[key]!, Below(path, key), out _));
                }
            }
        }

        return errors;
    }

    private static void AddGroup(List<SchemaError> errors, List<SchemaError> inner, string path)
    {
        if (inner.Count > 1)
        {
            errors.Add(new SchemaError(path, "validation failed", inner));
        }
        else
        {
            errors.AddRange(inner);
        }
    }

    private static void Constants(GoMap keywords, GoValue value, string path, List<SchemaError> errors)
    {
        if (keywords["const"] is { } constant && !Same(constant, value))
        {
            errors.Add(new SchemaError(path, IsScalar(constant) ? "value must be " + Shown(constant) : "'const' failed"));
        }

        if (keywords["enum"] is GoList options && !options.Items.Any(option => Same(option, value)))
        {
            errors.Add(new SchemaError(path, options.Items.All(IsScalar) ? "value must be one of " + string.Join(", ", options.Items.Select(Shown)) : "'enum' failed"));
        }
    }

    private void Members(GoMap keywords, GoMap map, string path, List<SchemaError> errors, HashSet<string> seen)
    {
        SchemaScalars.Count(keywords, "minProperties", "maxProperties", map.Count, path, errors);
        if (keywords["required"] is GoList required)
        {
            var missing = required.Items.OfType<GoString>().Where(name => !map.Contains(name.Value)).Select(name => "'" + name.Value + "'").ToArray();
            if (missing.Length > 0)
            {
                errors.Add(new SchemaError(path, (missing.Length == 1 ? "missing property " : "missing properties ") + string.Join(", ", missing)));
            }
        }

        var properties = keywords["properties"] as GoMap;
        var patterns = keywords["patternProperties"] as GoMap;
        var extra = new List<string>();
        foreach (var key in map.SortedKeys)
        {
            var known = properties?[key] is { } property;
            if (properties?[key] is { } schema)
            {
                errors.AddRange(Check(schema, map[key]!, Below(path, key), out _));
            }

            foreach (var pattern in patterns?.SortedKeys ?? [])
            {
                if (Pattern(pattern) is { } program && program.Match(key, 0) is not null)
                {
                    known = true;
                    errors.AddRange(Check(patterns![pattern]!, map[key]!, Below(path, key), out _));
                }
            }

            if (!known && keywords["additionalProperties"] is { } additional)
            {
                known = true;
                if (additional is GoBool { Value: false })
                {
                    extra.Add("'" + key + "'");
                }
                else
                {
                    errors.AddRange(Check(additional, map[key]!, Below(path, key), out _));
                }
            }

            if (known)
            {
                seen.Add(key);
            }
        }

        if (extra.Count > 0)
        {
            errors.Add(new SchemaError(path, "additional properties " + string.Join(", ", extra) + " not allowed"));
        }

        Names(keywords, map, path, errors);
    }

    private void Names(GoMap keywords, GoMap map, string path, List<SchemaError> errors)
    {
        if (keywords["propertyNames"] is { } names)
        {
            foreach (var key in map.SortedKeys)
            {
                var inner = Check(names, GoString.Of(key), path, out _);
                if (inner.Count > 0)
                {
                    errors.Add(new SchemaError(path, "invalid propertyName '" + key + "'", inner));
                }
            }
        }

        foreach (var keyword in (string[])["dependentRequired", "dependentSchemas", "dependencies"])
        {
            if (keywords[keyword] is not GoMap dependencies)
            {
                continue;
            }

            foreach (var key in dependencies.SortedKeys.Where(map.Contains))
            {
                if (dependencies[key] is not GoList needed)
                {
                    errors.AddRange(Check(dependencies[key]!, map, path, out _));
                    continue;
                }

                var missing = needed.Items.OfType<GoString>().Where(name => !map.Contains(name.Value)).Select(name => "'" + name.Value + "'").ToArray();
                if (missing.Length > 0)
                {
                    errors.Add(new SchemaError(path, "properties " + string.Join(", ", missing) + " required, if '" + key + "' exists"));
                }
            }
        }
    }

    private void Items(GoMap keywords, GoList list, string path, List<SchemaError> errors)
    {
        SchemaScalars.Count(keywords, "minItems", "maxItems", list.Items.Count, path, errors);
        if (keywords["uniqueItems"] is GoBool { Value: true })
        {
            Unique(list, path, errors);
        }

        var prefix = keywords["prefixItems"] as GoList ?? keywords["items"] as GoList;
        var rest = keywords["items"] is GoList ? keywords["additionalItems"] : keywords["items"];
        for (var i = 0; i < list.Items.Count; i++)
        {
            var schema = prefix is not null && i < prefix.Items.Count ? prefix.Items[i] : rest;
            if (schema is not null)
            {
                errors.AddRange(Check(schema, list.Items[i], Below(path, i.ToString(CultureInfo.InvariantCulture)), out _));
            }
        }

        if (keywords["contains"] is { } contains)
        {
            var faults = list.Items.Select((item, i) => Check(contains, item, Below(path, i.ToString(CultureInfo.InvariantCulture)), out _)).ToArray();
            if (!faults.Any(fault => fault.Count == 0) && keywords["minContains"] is not GoFloat { Value: 0 })
            {
                errors.Add(new SchemaError(path, "no items match contains schema", [.. faults.SelectMany(fault => fault)]));
            }
        }
    }

    private void Unique(GoList list, string path, List<SchemaError> errors)
    {
        for (var j = 1; j < list.Items.Count; j++)
        {
            for (var i = 0; i < j; i++)
            {
                Spend(1);
                if (Same(list.Items[i], list.Items[j]))
                {
                    errors.Add(new SchemaError(path, FormattableString.Invariant($"items at {i} and {j} are equal")));
                    return;
                }
            }
        }
    }

    private void Combined(GoMap keywords, GoValue value, string path, List<SchemaError> errors, HashSet<string> seen)
    {
        if (keywords["not"] is { } not && Check(not, value, path, out _).Count == 0)
        {
            errors.Add(new SchemaError(path, "'not' failed"));
        }

        if (keywords["allOf"] is GoList all)
        {
            var causes = new List<SchemaError>();
            foreach (var schema in all.Items)
            {
                AddGroup(causes, Check(schema, value, path, out var inner), path);
                seen.UnionWith(inner);
            }

            if (causes.Count > 0)
            {
                errors.Add(new SchemaError(path, "'allOf' failed", causes));
            }
        }

        foreach (var keyword in (string[])["anyOf", "oneOf"])
        {
            if (keywords[keyword] is GoList options)
            {
                Choice(options, keyword, value, path, errors, seen);
            }
        }

        if (keywords["if"] is { } condition)
        {
            var holds = Check(condition, value, path, out var inner).Count == 0;
            seen.UnionWith(holds ? inner : []);
            if (keywords[holds ? "then" : "else"] is { } chosen)
            {
                errors.AddRange(Check(chosen, value, path, out var more));
                seen.UnionWith(more);
            }
        }
    }

    private void Choice(GoList options, string keyword, GoValue value, string path, List<SchemaError> errors, HashSet<string> seen)
    {
        var causes = new List<SchemaError>();
        var matched = new List<int>();
        for (var i = 0; i < options.Items.Count; i++)
        {
            var inner = Check(options.Items[i], value, path, out var more);
            if (inner.Count == 0)
            {
                matched.Add(i);
                seen.UnionWith(more);
            }

            AddGroup(causes, inner, path);
        }

        if (matched.Count == 0)
        {
            errors.Add(new SchemaError(path, keyword == "oneOf" ? "'oneOf' failed, none matched" : "'anyOf' failed", causes));
        }
        else if (keyword == "oneOf" && matched.Count > 1)
        {
            errors.Add(new SchemaError(path, FormattableString.Invariant($"'oneOf' failed, subschemas {matched[0]}, {matched[1]} matched")));
        }
    }

    // "#/definitions/port", "#name"; what lies in another document is not there.
    private GoValue? Find(string reference)
    {
        if (!reference.StartsWith("#", StringComparison.Ordinal))
        {
            return null;
        }

        if (reference.Length > 1 && reference[1] != '/')
        {
            return Anchor(_root, reference.Substring(1));
        }

        var at = _root;
        foreach (var part in reference.Substring(1).Split('/').Skip(1))
        {
            var key = Uri.UnescapeDataString(part).Replace("~1", "/").Replace("~0", "~");
            at = at switch
            {
                GoMap map when map[key] is { } inner => inner,
                GoList list when int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Count => list.Items[index],
                _ => throw new GoException("json-pointer in " + GoQuote.Quote("file:///values.schema.json" + reference) + " not found"),
            };
        }

        return at;
    }

    private static GoValue? Anchor(GoValue value, string name)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return value switch
        {
            GoMap map when (map["$anchor"] as GoString)?.Value == name || (map["$id"] as GoString)?.Value == "#" + name || (map["id"] as GoString)?.Value == "#" + name => map,
            GoMap map => map.SortedKeys.Select(key => Anchor(map[key]!, name)).FirstOrDefault(found => found is not null),
            GoList list => list.Items.Select(item => Anchor(item, name)).FirstOrDefault(found => found is not null),
            _ => null,
        };
    }

    private RegexProgram? Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out var program))
        {
            try
            {
                program = RegexProgram.Compile(pattern);
                program.Spend = Spend;
            }
            catch (RegexSyntaxException)
            {
                program = null;
            }

            _patterns[pattern] = program;
        }

        return program;
    }

    private static IEnumerable<string> Names(GoValue type) => type is GoList list ? list.Items.OfType<GoString>().Select(name => name.Value) : [Casts.String(type)];

    private static bool IsType(GoValue type, GoValue value)
    {
        var actual = TypeOf(value);
        return Names(type).Any(name => name == actual || (name == "integer" && actual == "number" && Math.Floor(Casts.Float64(value)) == Casts.Float64(value)));
    }

    private static string TypeOf(GoValue value) => value switch
    {
        GoMap => "object",
        GoList => "array",
        GoString => "string",
        GoBool => "boolean",
        GoNil => "null",
        _ => "number",
    };

    private static bool IsScalar(GoValue value) => value is not (GoMap or GoList);

    private static string Shown(GoValue value) => value is GoString text ? "'" + text.Value + "'" : GoFormat.Print(value);

    private static bool Same(GoValue a, GoValue b) => TypeOf(a) == TypeOf(b) && (a, b) switch
    {
        (GoMap left, GoMap right) => left.Count == right.Count && left.SortedKeys.All(key => right[key] is { } other && Same(left[key]!, other)),
        (GoList left, GoList right) => left.Items.Count == right.Items.Count && left.Items.Zip(right.Items, Same).All(same => same),
        (GoString left, GoString right) => left.Value == right.Value,
        (GoBool left, GoBool right) => left.Value == right.Value,
        (GoNil, GoNil) => true,
        _ => Casts.Float64(a).Equals(Casts.Float64(b)),
    };

    private static string Below(string path, string key) => path + "/" + key.Replace("~", "~0").Replace("/", "~1");
}
