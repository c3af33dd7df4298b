namespace SvcLint.Charts.Templates;

/// <summary>One call of a function: what it gets, and the execution that it is part of.</summary>
public sealed class FunctionCall
{
    internal FunctionCall(Evaluator evaluator, Execution execution, GoFunction function, GoValue? receiver, IReadOnlyList<GoValue> arguments)
    {
        Evaluator = evaluator;
        Execution = execution;
        Function = function;
        Receiver = receiver;
        Arguments = arguments;
    }

    internal Evaluator Evaluator { get; }

    /// <summary>How the first argument is written, for messages that show it.</summary>
    internal Parsing.ParseNode? FirstNode { get; init; }

    public GoFunction Function { get; }

    /// <summary>Of a method: the value that it is called on.</summary>
    public GoValue? Receiver { get; }

    public IReadOnlyList<GoValue> Arguments { get; }

    public int Count => Arguments.Count;

    /// <summary>Bounds and settings of the run.</summary>
    public Execution Execution { get; }

    public GoValue this[int index] => Arguments[index];

    /// <summary>A parameter of type string.</summary>
    public GoString Text(int index) => (GoString)Arguments[index];

    /// <summary>A parameter of type string, without its origins.</summary>
    public string String(int index) => ((GoString)Arguments[index]).Value;

    /// <summary>A parameter of a signed integer type.</summary>
    public long Int(int index) => ((GoInt)Arguments[index]).Value;

    /// <summary>A parameter of type bool.</summary>
    public bool Bool(int index) => ((GoBool)Arguments[index]).Value;

    /// <summary>A parameter of type map[string]interface {}.</summary>
    public GoMap Map(int index) => (GoMap)Arguments[index];
}
