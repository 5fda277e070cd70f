function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/**
 * Functions that give another result for each row. Source: pg_proc (provolatile = 'v'), and the extensions uuid-ossp,
 * pgcrypto and those that make ids.
 */
export const VOLATILE_FUNCTIONS = words(`
  clock_timestamp currval gen_random_bytes gen_random_ulid gen_random_uuid gen_salt gen_ulid lastval
  lo_creat lo_create lo_from_bytea lo_import nanoid nextval pg_advisory_lock pg_advisory_xact_lock
  pg_current_wal_lsn pg_database_size pg_notify pg_relation_size pg_sleep pg_sleep_for pg_sleep_until
  pg_table_size pg_total_relation_size query_to_xml random random_normal set_config setseed setval
  timeofday ts_stat uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuid_generate_v6 uuid_generate_v7
  uuidv4 uuidv7
`);

/**
 * Functions that are immutable or stable: those of pg_proc that people call, those that are syntax, and the usual ones
 * of uuid-ossp, pgcrypto, pg_trgm and PostGIS.
 */
export const STEADY_FUNCTIONS = words(`
  abs aclcontains acldefault aclexplode acos acosd acosh age any_value array_append array_cat array_dims
  array_fill array_length array_lower array_ndims array_position array_positions array_prepend
  array_remove array_replace array_reverse array_sort array_to_json array_to_string array_to_tsvector
  array_upper ascii asin asind asinh atan atan2 atan2d atand atanh bit bool box bpchar broadcast
  cardinality casefold cbrt ceil ceiling char char_length character_length chr cidr circle citext coalesce
  concat concat_ws convert convert_from convert_to cos cosd cosh cot cotd crc32 crc32c crypt
  current_catalog current_database current_date current_role current_schema current_schemas
  current_setting current_time current_timestamp current_user date date_bin date_part date_trunc
  datemultirange daterange decode degrees digest div encode enum_first enum_range erf erfc exp extract
  factorial family float float4 float8 floor format format_type gamma gcd generate_series
  generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding greatest hashtext hmac
  host hostmask hstore inet_client_addr inet_server_addr initcap int2 int4 int4range int8 int8range
  interval is_normalized isempty isfinite json_array json_array_elements json_array_elements_text
  json_array_length json_build_array json_build_object json_each json_each_text json_exists
  json_extract_path json_extract_path_text json_object json_object_keys json_populate_record
  json_populate_recordset json_query json_scalar json_serialize json_strip_nulls json_to_record
  json_to_recordset json_to_tsvector json_typeof json_value jsonb_array_elements jsonb_array_elements_text
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
  jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys jsonb_path_query_first
  jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
  jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours
  justify_interval lcm least left length lgamma line ln localtime localtimestamp log log10 lower lower_inc
  lower_inf lpad lseg ltree ltrim make_date make_interval make_time make_timestamp make_timestamptz md5
  min_scale mod money multirange netmask network normalize now nullif num_nonnulls num_nulls numeric
  nummultirange numrange octet_length oid overlaps overlay parse_ident path pg_backend_pid pg_column_size
  pg_encoding_to_char pg_get_serial_sequence pg_typeof phraseto_tsquery pi plainto_tsquery point polygon
  position pow power quote_ident quote_literal quote_nullable radians range_merge regclass regexp_match
  regexp_replace regexp_split_to_array repeat replace reverse right round row_to_json rpad rtrim scale
  session_user set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512 sign similarity sin sind
  sinh split_part sqrt st_geomfromtext st_makepoint st_point st_setsrid starts_with statement_timestamp
  string_to_array string_to_table strpos substr substring tan tand tanh text text2ltree time timestamp
  timestamptz timetz timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct
  to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc to_regprocedure
  to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim
  trim_array trim_scale trunc ts_headline ts_rank tsrange tstzmultirange tstzrange tsvector_to_array
  txid_current unaccent unicode_assigned unistr unnest upper upper_inc upper_inf uuid
  uuid_extract_timestamp uuid_extract_version uuid_generate_v3 uuid_generate_v5 uuid_nil uuid_ns_dns
  uuid_ns_oid uuid_ns_url uuid_ns_x500 varbit varchar version websearch_to_tsquery width_bucket xml
  xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlcomment xmlconcat
  xmlelement xmlexists xmlforest xmltext xpath xpath_exists
`);
