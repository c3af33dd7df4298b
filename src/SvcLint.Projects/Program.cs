using SvcLint.Projects;

// svclint-projects ROOT PROJECT...: loads projects and solutions, which runs their build logic, and prints what they say as JSON. Paths in
// the answer are relative to ROOT. Whatever is said to a person goes to standard error.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: svclint-projects ROOT PROJECT...");
    return 2;
}

// MSBuild and what it runs may print; standard output is the answer's.
using var output = Console.OpenStandardOutput();
Console.SetOut(Console.Error);
if (Sdk.Find(Path.GetDirectoryName(Path.GetFullPath(args[1]))!) is { } reason)
{
    Console.Error.WriteLine(reason);
    return Answer.NoSdk;
}

var answer = await ProjectLoader.Load(args[0], args[1..]).ConfigureAwait(false);
answer.Write(output);
return 0;
