using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace SvcLint.Core.Tests.Conditions;

/// <summary>
/// A copy of the core in which every condition of the rules can be inverted, one at a time, by its number in a static field. Loops'
/// own conditions, iterators' dispatch and what else the compiler adds stay as they are.
/// </summary>
public sealed class InvertibleAssembly
{
    public const string SwitchType = "SvcLint.Inversion";

    /// <summary>Conditions asked in one run before it counts as endless.</summary>
    public const int Fuel = 200_000;

    private static readonly Dictionary<Code, OpCode> Inverses = new()
    {
        [Code.Brtrue] = OpCodes.Brfalse,
        [Code.Brfalse] = OpCodes.Brtrue,
        [Code.Beq] = OpCodes.Bne_Un,
        [Code.Bne_Un] = OpCodes.Beq,
        [Code.Bge] = OpCodes.Blt,
        [Code.Blt] = OpCodes.Bge,
        [Code.Bgt] = OpCodes.Ble,
        [Code.Ble] = OpCodes.Bgt,
        [Code.Bge_Un] = OpCodes.Blt_Un,
        [Code.Blt_Un] = OpCodes.Bge_Un,
        [Code.Bgt_Un] = OpCodes.Ble_Un,
        [Code.Ble_Un] = OpCodes.Bgt_Un,
    };

    private readonly List<Condition> _conditions = [];
    private readonly Dictionary<string, string[]> _sources = [];
    private readonly MethodDefinition _isInverted;

    public InvertibleAssembly(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { ReadSymbols = true, SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider() });
        var module = assembly.MainModule;
        _isInverted = AddSwitch(module);
        foreach (var type in module.Types.Where(t => t.Namespace.StartsWith("SvcLint.Rules", StringComparison.Ordinal) && t.Name is not ("RuleRun" or "RuleContext" or "RuleCatalog")))
        {
            foreach (var method in WithNested(type).SelectMany(t => t.Methods).Where(m => m is { HasBody: true, Name: not ".cctor" }))
            {
                Invert(type, method);
            }
        }

        using var image = new MemoryStream();
        assembly.Write(image);
        Image = image.ToArray();
    }

    public IReadOnlyList<Condition> Conditions => _conditions;

    public byte[] Image { get; }

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) => type.NestedTypes.SelectMany(WithNested).Prepend(type);

    // static bool Is(int id) { if (Seen != null) Seen[id] = true; if (--Fuel < 0) throw …; return id == Active; }
    private static MethodDefinition AddSwitch(ModuleDefinition module)
    {
        var type = new TypeDefinition("SvcLint", "Inversion", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        var active = new FieldDefinition("Active", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int32);
        var fuel = new FieldDefinition("Fuel", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int32);
        var seen = new FieldDefinition("Seen", FieldAttributes.Public | FieldAttributes.Static, new ArrayType(module.TypeSystem.Boolean));
        var method = new MethodDefinition("Is", MethodAttributes.Public | MethodAttributes.Static, module.TypeSystem.Boolean);
        method.Parameters.Add(new ParameterDefinition(module.TypeSystem.Int32));
        var il = method.Body.GetILProcessor();
        var count = il.Create(OpCodes.Ldsfld, fuel);
        var answer = il.Create(OpCodes.Ldarg_0);
        foreach (var instruction in (Instruction[])
        [
            il.Create(OpCodes.Ldsfld, seen), il.Create(OpCodes.Brfalse, count),
            il.Create(OpCodes.Ldsfld, seen), il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Stelem_I1),
            count, il.Create(OpCodes.Ldc_I4_1), il.Create(OpCodes.Sub), il.Create(OpCodes.Dup), il.Create(OpCodes.Stsfld, fuel),
            il.Create(OpCodes.Ldc_I4_0), il.Create(OpCodes.Bge, answer), il.Create(OpCodes.Ldnull), il.Create(OpCodes.Throw),
            answer, il.Create(OpCodes.Ldsfld, active), il.Create(OpCodes.Ceq), il.Create(OpCodes.Ret),
        ])
        {
            il.Append(instruction);
        }

        type.Fields.Add(active);
        type.Fields.Add(fuel);
        type.Fields.Add(seen);
        type.Methods.Add(method);
        module.Types.Add(type);
        return method;
    }

    private void Invert(TypeDefinition type, MethodDefinition method)
    {
        var body = method.Body;
        var places = Places(method);
        body.SimplifyMacros();
        var branches = body.Instructions.Where(i => IsCondition(method, i) && places.ContainsKey(i)).ToArray();
        var il = body.GetILProcessor();
        foreach (var branch in branches)
        {
            var condition = new Condition(_conditions.Count, type.FullName, Path.GetFileName(places[branch].Document.Url), places[branch].StartLine, Statement(places[branch]));
            _conditions.Add(condition);
            var (same, target, next) = (branch.OpCode, (Instruction)branch.Operand, branch.Next);
            var inverse = il.Create(Inverses[same.Code], target);
            // The branch itself becomes the first instruction of the guard: what jumps to it still arrives.
            branch.OpCode = OpCodes.Ldc_I4;
            branch.Operand = condition.Id;
            var last = branch;
            foreach (var instruction in (Instruction[])[il.Create(OpCodes.Call, _isInverted), il.Create(OpCodes.Brtrue, inverse), il.Create(same, target), il.Create(OpCodes.Br, next), inverse])
            {
                il.InsertAfter(last, instruction);
                last = instruction;
            }
        }

        body.OptimizeMacros();
    }

    // The statement that each instruction belongs to; nothing for what stands before the first one: an iterator's dispatch.
    private static Dictionary<Instruction, SequencePoint> Places(MethodDefinition method)
    {
        var places = new Dictionary<Instruction, SequencePoint>();
        SequencePoint? last = null;
        foreach (var instruction in method.Body.Instructions)
        {
            last = method.DebugInformation.GetSequencePoint(instruction) is { IsHidden: false } point ? point : last;
            if (last is not null)
            {
                places.Add(instruction, last);
            }
        }

        return places;
    }

    private static bool IsCondition(MethodDefinition method, Instruction branch) =>
        Inverses.ContainsKey(branch.OpCode.Code)
        && ((Instruction)branch.Operand).Offset > branch.Offset
        && !method.Body.ExceptionHandlers.Any(h => h.HandlerType == ExceptionHandlerType.Finally && branch.Offset >= h.HandlerStart.Offset && branch.Offset < (h.HandlerEnd?.Offset ?? int.MaxValue))
        // A Debug build marks where a switch begins and ends with a branch on a constant.
        && branch.Previous is not { OpCode.Code: Code.Ldc_I4, Operand: 1 }
        && !IsCachedDelegate(branch)
        && !IsStateDispatch(method, branch);

    private static bool IsCachedDelegate(Instruction branch)
    {
        var instruction = branch.Previous;
        for (var steps = 0; instruction is not null && steps < 4; steps++, instruction = instruction.Previous)
        {
            if (instruction.Operand is FieldReference { Name: var name } && (name.StartsWith("<>9__", StringComparison.Ordinal) || name.Contains(">__", StringComparison.Ordinal)))
            {
                return steps == 1 || steps == 3;
            }
        }

        return false;
    }

    // A local that holds <>1__state, compared with a number.
    private static bool IsStateDispatch(MethodDefinition method, Instruction branch)
    {
        var load = branch.Previous.OpCode.Code == Code.Ldc_I4 ? branch.Previous.Previous : branch.Previous;
        return method.Name == "MoveNext" && load is { OpCode.Code: Code.Ldloc, Operand: VariableDefinition { Index: 0 } }
            && method.Body.Instructions.Any(i => i.Operand is FieldReference { Name: "<>1__state" } && i.Next is { OpCode.Code: Code.Stloc, Operand: VariableDefinition { Index: 0 } });
    }

    private string Statement(SequencePoint place)
    {
        if (!_sources.TryGetValue(place.Document.Url, out var lines))
        {
            // A deterministic build writes /_/ for the folder of the repository.
            var inside = place.Document.Url[place.Document.Url.LastIndexOf("/src/SvcLint.Core/", StringComparison.Ordinal)..];
            _sources.Add(place.Document.Url, lines = File.ReadAllLines(RepositoryRoot.Path + inside));
        }

        var text = string.Join(' ', Enumerable.Range(place.StartLine, place.EndLine - place.StartLine + 1).Select(n => Part(lines[n - 1], n == place.StartLine ? place.StartColumn - 1 : 0, n == place.EndLine ? place.EndColumn - 1 : null).Trim()));
        return text.Length > 160 ? text[..160] + "…" : text;
    }

    private static string Part(string line, int start, int? end) => line[Math.Min(start, line.Length)..Math.Min(end ?? line.Length, line.Length)];
}
