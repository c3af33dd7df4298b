using SvcLint.Text;

namespace SvcLint.Cli.Inputs;

/// <summary>Files that no operand names but a kustomization of the input refers to.</summary>
internal static class FileBesideInput
{
    /// <summary>Null for what is not there, cannot be read, is too large, or lies outside the root.</summary>
    public static SourceText? Read(InputRoot root, string path)
    {
        var file = new FileInfo(root.Absolute(path));
        try
        {
            return InputRoot.Holds(root.Folder, file.FullName) && file.Exists && file.Length <= FileKinds.LargestSize
                ? SourceText.FromBytes(path, File.ReadAllBytes(file.FullName))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
