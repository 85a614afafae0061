//! Trajectories as a Parquet file: one row group per arm, words as dictionaries, Snappy.

use super::trajectories::LabelledArm;
use crate::cohort::results::ReadoutInfo;
use crate::report::files::RunFile;
use parquet::basic::Compression;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, FloatType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{ColumnPath, TypePtr};
use serde::Serialize;
use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::sync::Arc;

/// Names the program and nothing that differs between machines or versions of a library.
const CREATED_BY: &str = concat!("rewire version ", env!("CARGO_PKG_VERSION"));

const SCHEMA: &str = "
message trajectories {
  REQUIRED INT32 arm;
  REQUIRED INT64 person (INTEGER(64, false));
  REQUIRED INT32 week;
  REQUIRED BYTE_ARRAY readout (STRING);
  REQUIRED FLOAT value;
}";

/// Key of the metadata that say what each readout is.
const READOUTS_KEY: &str = "readouts";

/// What the metadata say of a readout.
#[derive(Serialize)]
struct Told<'a> {
    readout: &'a str,
    title: &'a str,
    unit: &'a str,
    meaning: &'a str,
}

impl<'a> Told<'a> {
    fn of(readout: &'a ReadoutInfo) -> Self {
        Self {
            readout: &readout.name,
            title: &readout.title,
            unit: &readout.unit,
            meaning: &readout.meaning,
        }
    }
}

/// Rows read at a time.
const BATCH: usize = 8192;

pub(super) struct ParquetTrajectories<'a> {
    writer: SerializedFileWriter<RunFile<'a>>,
}

impl<'a> ParquetTrajectories<'a> {
    /// Begins the file; its key-value metadata say what each readout is, as JSON under [`READOUTS_KEY`].
    pub(super) fn create(file: RunFile<'a>, readouts: &[ReadoutInfo]) -> io::Result<Self> {
        let told: Vec<_> = readouts.iter().map(Told::of).collect();
        let told = serde_json::to_string(&told)?;
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.to_owned())
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(vec![KeyValue::new(READOUTS_KEY.to_owned(), told)]))
            // Values hardly ever repeat: a dictionary of them would be built and thrown away.
            .set_column_dictionary_enabled(ColumnPath::from("value"), false)
            .build();
        let writer =
            SerializedFileWriter::new(file, schema()?, Arc::new(properties)).map_err(plain)?;
        Ok(Self { writer })
    }

    pub(super) fn write_arm(&mut self, labelled: &LabelledArm<'_>) -> io::Result<()> {
        if labelled.arm.values.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group().map_err(plain)?;
        write_columns(&mut group, labelled).map_err(plain)?;
        group.close().map_err(plain)?;
        Ok(())
    }

    pub(super) fn close(self) -> io::Result<RunFile<'a>> {
        self.writer.into_inner().map_err(plain)
    }
}

/// Column by column, each a person at a time: the rows of one person are all that is held beside the encoded pages.
fn write_columns(
    group: &mut SerializedRowGroupWriter<'_, RunFile<'_>>,
    labelled: &LabelledArm<'_>,
) -> Result<(), ParquetError> {
    let (people, weeks, readouts) = labelled.arm.values.dim();
    let rows = weeks * readouts;
    let words: Vec<ByteArray> = labelled
        .readouts
        .iter()
        .map(|&name| ByteArray::from(name))
        .collect();
    let week_of = |row: usize| {
        i32::try_from(row / readouts).map_err(|error| ParquetError::General(error.to_string()))
    };
    let arm = i32::try_from(labelled.number);
    let arm = vec![arm.map_err(|error| ParquetError::General(error.to_string()))?; rows];
    let week = (0..rows).map(week_of).collect::<Result<Vec<_>, _>>()?;
    let readout: Vec<ByteArray> = words.iter().cycle().take(rows).cloned().collect();
    write_column::<Int32Type>(group, people, |_| Cow::Borrowed(&arm))?;
    // A seed above the largest signed number is stored by its bits, as the unsigned type of the column says.
    write_column::<Int64Type>(group, people, |person| {
        vec![labelled.seeds[person].cast_signed(); rows].into()
    })?;
    write_column::<Int32Type>(group, people, |_| Cow::Borrowed(&week))?;
    write_column::<ByteArrayType>(group, people, |_| Cow::Borrowed(&readout))?;
    write_column::<FloatType>(group, people, |person| {
        labelled
            .arm
            .values
            .index_axis(ndarray::Axis(0), person)
            .iter()
            .copied()
            .collect()
    })
}

fn write_column<'v, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, RunFile<'_>>,
    people: usize,
    values_of: impl Fn(usize) -> Cow<'v, [T::T]>,
) -> Result<(), ParquetError> {
    let missing = || ParquetError::General("the table has fewer columns than its rows".to_owned());
    let mut column = group.next_column()?.ok_or_else(missing)?;
    for person in 0..people {
        column
            .typed::<T>()
            .write_batch(&values_of(person), None, None)?;
    }
    column.close()
}

/// One row as read.
pub(super) struct Row<'a> {
    pub(super) arm: u64,
    pub(super) person: u64,
    pub(super) week: u64,
    pub(super) readout: &'a [u8],
    pub(super) value: f32,
}

/// Reads a file row by row; `take` gets each row and may refuse it.
///
/// # Errors
/// In words, if the file is not a table of trajectories or a row is refused.
pub(super) fn read_rows(
    file: File,
    mut take: impl FnMut(&Row<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let words = |error: ParquetError| error.to_string();
    let reader = SerializedFileReader::new(file).map_err(words)?;
    let expected = schema().map_err(|error| error.to_string())?;
    if reader.metadata().file_metadata().schema() != expected.as_ref() {
        return Err("its columns are not those of trajectories".to_owned());
    }
    for index in 0..reader.num_row_groups() {
        let group = reader.get_row_group(index).map_err(words)?;
        let mut columns = Columns::of(group.as_ref()).map_err(words)?;
        while columns.next_batch().map_err(words)? > 0 {
            columns.rows().try_for_each(|row| take(&row))?;
        }
    }
    Ok(())
}

/// The columns of a row group with the batch of rows last read from them.
struct Columns {
    arm: Column<Int32Type>,
    person: Column<Int64Type>,
    week: Column<Int32Type>,
    readout: Column<ByteArrayType>,
    value: Column<FloatType>,
}

struct Column<T: DataType> {
    reader: ColumnReaderImpl<T>,
    batch: Vec<T::T>,
}

impl<T: DataType> Column<T> {
    fn of(
        group: &dyn RowGroupReader,
        index: usize,
        typed: impl Fn(ColumnReader) -> Option<ColumnReaderImpl<T>>,
    ) -> Result<Self, ParquetError> {
        let other =
            || ParquetError::General(format!("column {index} is of another type than it says"));
        let reader = typed(group.get_column_reader(index)?).ok_or_else(other)?;
        Ok(Self {
            reader,
            batch: Vec::with_capacity(BATCH),
        })
    }

    fn next_batch(&mut self) -> Result<usize, ParquetError> {
        self.batch.clear();
        // A call ends at a page, and pages end at different rows in different columns.
        while self.batch.len() < BATCH {
            let wanted = BATCH - self.batch.len();
            let (rows, _, _) = self
                .reader
                .read_records(wanted, None, None, &mut self.batch)?;
            if rows == 0 {
                break;
            }
        }
        Ok(self.batch.len())
    }
}

impl Columns {
    fn of(group: &dyn RowGroupReader) -> Result<Self, ParquetError> {
        let words = |reader| match reader {
            ColumnReader::ByteArrayColumnReader(reader) => Some(reader),
            _ => None,
        };
        let whole = |reader| match reader {
            ColumnReader::Int32ColumnReader(reader) => Some(reader),
            _ => None,
        };
        Ok(Self {
            arm: Column::of(group, 0, whole)?,
            person: Column::of(group, 1, |reader| match reader {
                ColumnReader::Int64ColumnReader(reader) => Some(reader),
                _ => None,
            })?,
            week: Column::of(group, 2, whole)?,
            readout: Column::of(group, 3, words)?,
            value: Column::of(group, 4, |reader| match reader {
                ColumnReader::FloatColumnReader(reader) => Some(reader),
                _ => None,
            })?,
        })
    }

    /// Reads the next rows of all columns and returns how many.
    fn next_batch(&mut self) -> Result<usize, ParquetError> {
        let counts = [
            self.arm.next_batch()?,
            self.person.next_batch()?,
            self.week.next_batch()?,
            self.readout.next_batch()?,
            self.value.next_batch()?,
        ];
        if counts.iter().any(|&count| count != counts[0]) {
            return Err(ParquetError::General(
                "its columns differ in length".to_owned(),
            ));
        }
        Ok(counts[0])
    }

    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.value.batch.len()).map(|row| Row {
            // A negative number becomes one that no run has.
            arm: i64::from(self.arm.batch[row]).cast_unsigned(),
            person: self.person.batch[row].cast_unsigned(),
            week: i64::from(self.week.batch[row]).cast_unsigned(),
            readout: self.readout.batch[row].data(),
            value: self.value.batch[row],
        })
    }
}

fn schema() -> io::Result<TypePtr> {
    parse_message_type(SCHEMA).map(Arc::new).map_err(plain)
}

/// The reason below an error of the Parquet writer, where it is one of the system: "no space left" says more than "external".
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(reason) => *reason,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}
