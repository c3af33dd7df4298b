using System.Runtime.CompilerServices;
using SvcLint.Charts.Templates.Parsing;

namespace SvcLint.Charts.Templates;

/// <summary>
/// Helm's engine: parses all templates of a chart into one set, then executes them in the same order with shared values, so that what one changes
/// the next one sees.
/// </summary>
public sealed class Renderer
{
    /// <summary>The name that strings evaluated by <c>tpl</c> have in messages.</summary>
    internal const string RootName = "gotpl";

    // Go's limit of templates in templates, and Helm's of one template included in itself.
    private const int MaxDepth = 100_000;
    private const int MaxIncludes = 1000;

    private readonly Dictionary<string, int> _included = new(StringComparer.Ordinal);
    private readonly TemplateSet _templates = new();
    private int _depth;

    public Renderer(FunctionTable functions, Execution execution)
    {
        Functions = new FunctionTable(Builtins.All, functions.All, EngineFunctions.All);
        Execution = execution;
    }

    public Execution Execution { get; }

    internal FunctionTable Functions { get; }

    /// <summary>
    /// Adds the templates of a text. Helm's order: <see cref="TemplateOrder"/>. Throws <see cref="TemplateException"/> in Helm's words.
    /// </summary>
    public void Parse(TemplateText text)
    {
        try
        {
            _templates.Add(Parser.Parse(text, name => Functions[name] is not null).Values);
        }
        catch (GoException error)
        {
            throw HelmErrors.OfParsing(text.Name, error.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateException("parse error at (" + text.Name + ":1): actions nest too deeply", text.Name, 1, null);
        }
    }

    /// <summary>Executes a template that was parsed. Throws <see cref="TemplateException"/> in Helm's words.</summary>
    public GoString Render(string name, GoValue data)
    {
        var output = new OriginBuilder();
        try
        {
            Evaluator.Execute(this, _templates, _templates[name]!, output, data);
        }
        catch (ExecutionException error)
        {
            throw HelmErrors.OfExecution(name, error.Message, Execution.Settings.Helm);
        }
        catch (LimitException error)
        {
            throw new TemplateException(error.Message, name, 1, 0) { IsLimit = true };
        }
        catch (InsufficientExecutionStackException)
        {
            throw new TemplateException("templates nest too deeply", name, 1, 0);
        }

        return WithoutNoValue(output.ToValue());
    }

    /// <summary>Helm deletes what Go writes for nil, also where an author wrote it.</summary>
    internal static GoString WithoutNoValue(GoString text)
    {
        var found = text.Value.IndexOf(Evaluator.NoValue, StringComparison.Ordinal);
        if (found < 0)
        {
            return text;
        }

        var builder = new OriginBuilder();
        var start = 0;
        for (; found >= 0; found = text.Value.IndexOf(Evaluator.NoValue, start, StringComparison.Ordinal))
        {
            builder.Append(text, start, found - start);
            start = found + Evaluator.NoValue.Length;
        }

        builder.Append(text, start, text.Value.Length - start);
        return builder.ToValue();
    }

    internal bool Enter() => _depth++ < MaxDepth;

    internal void Leave() => _depth--;

    /// <summary><c>include</c>: a template's output as a string.</summary>
    internal GoString Include(TemplateSet templates, string name, GoValue data)
    {
        var count = _included.TryGetValue(name, out var open) ? open : 0;
        if (count > MaxIncludes || !Stack.IsSufficient())
        {
            throw new GoException("rendering template has a nested reference name: " + name + ": unable to execute template");
        }

        var tree = templates[name] ?? throw new GoException("template: no template " + GoQuote.Quote(name) + " associated with template " + GoQuote.Quote(RootName));
        _included[name] = count + 1;
        var output = new OriginBuilder();
        Evaluator.Execute(this, templates, tree, output, data);
        _included[name] = count;
        return output.ToValue();
    }

    /// <summary><c>tpl</c>: a string as a template, in a set of its own over the caller's.</summary>
    internal GoString Evaluate(TemplateSet templates, GoString text, GoValue data)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Execution.Write(text.Value.Length);
        if (text.Value.IndexOf("{{", StringComparison.Ordinal) < 0)
        {
            return WithoutNoValue(text);
        }

        var source = new TemplateText(RootName, text, null);
        string failure;
        try
        {
            var trees = Parser.Parse(source, name => Functions[name] is not null);
            var set = new TemplateSet(templates);
            set.Add(trees.Values);
            var output = new OriginBuilder();
            Evaluator.Execute(this, set, trees[RootName], output, data);
            return WithoutNoValue(output.ToValue());
        }
        catch (GoException error)
        {
            failure = "cannot parse template " + GoQuote.Quote(text.Value) + ": " + error.Message;
        }
        catch (ExecutionException error)
        {
            failure = "error during tpl function execution for " + GoQuote.Quote(text.Value) + ": " + error.Message;
        }

        throw new GoException(failure);
    }
}
