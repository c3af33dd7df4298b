namespace SvcLint.Charts.Templates;

/// <summary>Go's kinds of values, as far as a chart can meet them.</summary>
public enum GoKind
{
    /// <summary>No value at all: what a pipeline makes of nil.</summary>
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float32,
    Float64,
    Complex128,
    Array,
    Func,
    Interface,
    Map,
    Pointer,
    Slice,
    String,
    Struct,
}
