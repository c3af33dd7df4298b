using Mono.Cecil;

// SvcLint.Packaging FOLDER OLD=NEW ASSEMBLY...
// Copies assemblies into FOLDER with assembly OLD named NEW, in its own manifest and in every reference to it.
if (args.Length < 3 || args[1].Split('=') is not [var oldName, var newName])
{
    Console.Error.WriteLine("usage: SvcLint.Packaging FOLDER OLD=NEW ASSEMBLY...");
    return 2;
}

Directory.CreateDirectory(args[0]);
foreach (var path in args.Skip(2))
{
    using var assembly = AssemblyDefinition.ReadAssembly(path);
    Rename(assembly.Name);
    foreach (var reference in assembly.Modules.SelectMany(m => m.AssemblyReferences))
    {
        Rename(reference);
    }

    assembly.MainModule.Attributes &= ~ModuleAttributes.StrongNameSigned;
    assembly.MainModule.Name = assembly.Name.Name + ".dll";
    assembly.Write(Path.Combine(args[0], assembly.MainModule.Name), new WriterParameters { DeterministicMvid = true });
}

return 0;

void Rename(AssemblyNameReference name)
{
    if (name.Name == oldName)
    {
        name.Name = newName;
        // The signature is the original's.
        name.PublicKey = [];
        name.PublicKeyToken = [];
        if (name is AssemblyNameDefinition definition)
        {
            definition.HasPublicKey = false;
        }
    }
}
