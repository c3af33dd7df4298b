using System.Buffers.Binary;
using System.Formats.Tar;

namespace SvcLint.Cli.Inputs;

/// <summary>
/// An archive on its way to the system's reader, which takes long names and extended attributes into memory whole, of whatever size.
/// Here a header is looked at before what it announces is read.
/// </summary>
internal sealed class TarHeaders(Stream archive, long limit) : Stream
{
    private const int Block = 512;
    private const int SizeAt = 124;
    private const int SizeLength = 12;
    private const int TypeAt = 156;

    // Paths have 4 kB and attributes of files 64 kB on most systems.
    private const long LargestMetadata = 1 << 20;

    private readonly byte[] _header = new byte[Block];
    private long _at;
    private long _headerAt;
    private long _zeros;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The reader stands before the content of this member; the next header follows it.</summary>
    public void Found(TarEntry entry) => _headerAt = _at + (entry.DataStream is null ? 0 : Whole(entry.Length));

    /// <summary>True where the reader ended at a block of zeros, and nothing else follows.</summary>
    /// <param name="most">Bytes that are looked at behind it.</param>
    public bool IsAtEnd(int most)
    {
        if (_zeros < Block)
        {
            return false;
        }

        var rest = new byte[most];
        return !rest.AsSpan(0, archive.ReadAtLeast(rest, most, throwOnEndOfStream: false)).ContainsAnyExcept((byte)0);
    }

    /// <exception cref="InvalidDataException">Metadata is beyond the limit, or all that is unpacked.</exception>
    public override int Read(Span<byte> buffer)
    {
        var within = _at - _headerAt;
        var most = within < 0 ? -within : within < Block ? Block - within : buffer.Length;
        var count = archive.Read(buffer[..(int)Math.Min(most, buffer.Length)]);
        _at += count;
        if (_at > limit)
        {
            throw new InvalidDataException($"it unpacks to more than {limit >> 20} MB");
        }

        var last = buffer[..count].LastIndexOfAnyExcept((byte)0);
        _zeros = last < 0 ? _zeros + count : count - 1 - last;
        if (within is >= 0 and < Block)
        {
            buffer[..count].CopyTo(_header.AsSpan((int)within));
            if (within + count == Block)
            {
                Look();
            }
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static long Whole(long size) => (size + Block - 1) / Block * Block;

    private void Look()
    {
        if ((TarEntryType)_header[TypeAt] is not (TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes or TarEntryType.LongPath or TarEntryType.LongLink))
        {
            return;
        }

        var size = Size(_header.AsSpan(SizeAt, SizeLength));
        _headerAt = size is >= 0 and <= LargestMetadata ? _at + Whole(size)
            : throw new InvalidDataException($"a name or attributes of more than {LargestMetadata >> 20} MB");
    }

    // Octal digits, or a binary number where the first bit is set.
    private static long Size(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            return BinaryPrimitives.ReadInt64BigEndian(field[^sizeof(long)..]);
        }

        long size = 0;
        foreach (var digit in field)
        {
            size = digit is >= (byte)'0' and <= (byte)'7' ? (size * 8) + digit - '0' : size;
        }

        return size;
    }
}
