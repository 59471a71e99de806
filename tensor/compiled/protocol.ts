/** The part of TensorFlow's protocol buffers (tensorflow/core/framework and tensorflow/core/protobuf) that a SavedModel of functions needs. */
import { parse, type Type } from 'protobufjs';

const schema = `
syntax = "proto3";
package tensorflow;

message TensorShapeProto {
  message Dim { int64 size = 1; }
  repeated Dim dim = 2;
}
message TensorProto {
  int32 dtype = 1;
  TensorShapeProto tensor_shape = 2;
  bytes tensor_content = 4;
  repeated float float_val = 5;
  repeated int32 int_val = 7;
  repeated int64 int64_val = 10;
  repeated bool bool_val = 11;
}
message NameAttrList { string name = 1; }
message AttrValue {
  message ListValue {
    repeated bytes s = 2;
    repeated int64 i = 3;
    repeated float f = 4;
    repeated bool b = 5;
    repeated int32 type = 6;
    repeated TensorShapeProto shape = 7;
  }
  oneof value {
    ListValue list = 1;
    bytes s = 2;
    int64 i = 3;
    float f = 4;
    bool b = 5;
    int32 type = 6;
    TensorShapeProto shape = 7;
    TensorProto tensor = 8;
    NameAttrList func = 10;
  }
}
message NodeDef {
  string name = 1;
  string op = 2;
  repeated string input = 3;
  string device = 4;
  map<string, AttrValue> attr = 5;
}
message OpDef {
  message ArgDef { string name = 1; int32 type = 3; }
  string name = 1;
  repeated ArgDef input_arg = 2;
  repeated ArgDef output_arg = 3;
  bool is_stateful = 17;
  repeated string control_output = 20;
}
message FunctionDef {
  OpDef signature = 1;
  repeated NodeDef node_def = 3;
  map<string, string> ret = 4;
  map<string, AttrValue> attr = 5;
  map<string, string> control_ret = 6;
}
message FunctionDefLibrary { repeated FunctionDef function = 1; }
message VersionDef { int32 producer = 1; int32 min_consumer = 2; }
message GraphDef {
  repeated NodeDef node = 1;
  FunctionDefLibrary library = 2;
  VersionDef versions = 4;
}
message MetaGraphDef {
  message MetaInfoDef { repeated string tags = 4; string tensorflow_version = 5; }
  MetaInfoDef meta_info_def = 1;
  GraphDef graph_def = 2;
}
message SavedModel {
  int64 saved_model_schema_version = 1;
  repeated MetaGraphDef meta_graphs = 2;
}
message RewriterConfig { bool disable_meta_optimizer = 19; }
message GraphOptions { RewriterConfig rewrite_options = 10; }
message ConfigProto { GraphOptions graph_options = 10; }
`;

const { root } = parse(schema, { keepCase: true });

export interface AttrValueMessage {
  readonly list?: {
    readonly i?: readonly number[];
    readonly s?: readonly Uint8Array[];
    readonly type?: readonly number[];
  };
  readonly s?: Uint8Array;
  readonly i?: number;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: number;
  readonly shape?: ShapeMessage;
  readonly tensor?: TensorMessage;
  readonly func?: { readonly name: string };
}

export interface ShapeMessage {
  readonly dim: readonly { readonly size: number }[];
}

export interface TensorMessage {
  readonly dtype: number;
  readonly tensor_shape: ShapeMessage;
  readonly tensor_content?: Uint8Array;
  readonly float_val?: readonly number[];
  readonly int_val?: readonly number[];
  readonly int64_val?: readonly number[];
  readonly bool_val?: readonly boolean[];
}

export interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttrValueMessage>>;
}

export interface FunctionMessage {
  readonly signature: {
    readonly name: string;
    readonly input_arg: readonly { readonly name: string; readonly type: number }[];
    readonly output_arg: readonly { readonly name: string; readonly type: number }[];
  };
  readonly node_def: readonly NodeMessage[];
  readonly ret: Readonly<Record<string, string>>;
  readonly attr: Readonly<Record<string, AttrValueMessage>>;
}

export interface SavedModelMessage {
  readonly saved_model_schema_version: number;
  readonly meta_graphs: readonly {
    readonly meta_info_def: { readonly tags: readonly string[]; readonly tensorflow_version: string };
    readonly graph_def: {
      readonly node: readonly NodeMessage[];
      readonly library: { readonly function: readonly FunctionMessage[] };
      readonly versions: { readonly producer: number };
    };
  }[];
}

export interface ConfigMessage {
  readonly graph_options: { readonly rewrite_options: { readonly disable_meta_optimizer: boolean } };
}

export function encodeSavedModel(message: SavedModelMessage): Uint8Array {
  return encode('SavedModel', message);
}

export function encodeConfig(message: ConfigMessage): Uint8Array {
  return encode('ConfigProto', message);
}

/** Numbers of the element types in protocol buffers (tensorflow/core/framework/types.proto). */
export const dataTypes = { float32: 1, int32: 3, int64: 9, bool: 10, bfloat16: 14 } as const;

function encode(name: string, message: object): Uint8Array {
  const type: Type = root.lookupType(`tensorflow.${name}`);
  return type.encode(message).finish();
}
