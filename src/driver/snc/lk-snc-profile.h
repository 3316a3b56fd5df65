/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The names that one family of CGI cameras uses, read from a readable key file (docs/profiles.md):
 * how to recognise the camera, the parameter behind every field of the [SSL] tab, the value behind
 * every option, the commands and the answers that mean success. Nothing of these is known to the
 * code. Immutable, any thread. */

#pragma once

#include "certificate/lk-pkcs12.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* What can be asked; the names in the file are those of lk_snc_field_get_name(): "ssl-function", "trusted-issuer", … */
typedef enum
{
  LK_SNC_FIELD_MODEL,
  LK_SNC_FIELD_FIRMWARE,
  LK_SNC_FIELD_SERIAL_NUMBER,
  LK_SNC_FIELD_TITLE,
  LK_SNC_FIELD_CLOCK,
  LK_SNC_FIELD_SSL_FUNCTION,  /* options "disable", "enable", "enable-with-http" */
  LK_SNC_FIELD_SERVER_OPTION, /* options "external", "self-signed" */
  LK_SNC_FIELD_SERVER_STATUS, /* options "none", "valid", "invalid" */
  LK_SNC_FIELD_SERVER_ISSUER,
  LK_SNC_FIELD_SERVER_SUBJECT, /* option "need-password": the text shown until the password opens the file */
  LK_SNC_FIELD_SERVER_PERIOD,
  LK_SNC_FIELD_SERVER_EXTENDED_KEY_USAGE,
  LK_SNC_FIELD_KEY_PASSWORD,   /* options "not-set", "set" */
  LK_SNC_FIELD_CLIENT_ENABLED, /* options "off", "on" */
  LK_SNC_FIELD_TRUSTED_ISSUER, /* the last four hold {slot} */
  LK_SNC_FIELD_TRUSTED_SUBJECT,
  LK_SNC_FIELD_TRUSTED_PERIOD,
  LK_SNC_FIELD_TRUSTED_EXTENDED_KEY_USAGE,
  LK_SNC_N_FIELDS
} LkSncField;

typedef enum
{
  /* its parameters are those of the fields: ssl-function, server-option, client-enabled */
  LK_SNC_COMMAND_SET,
  LK_SNC_COMMAND_UPLOAD_CA,
  LK_SNC_COMMAND_UPLOAD_SERVER_PKCS12,
  LK_SNC_COMMAND_UPLOAD_SERVER_PEM,
  LK_SNC_COMMAND_DELETE_CA,
  LK_SNC_COMMAND_DELETE_SERVER,
  LK_SNC_COMMAND_SET_PASSWORD,
  LK_SNC_COMMAND_RESET_PASSWORD,
  LK_SNC_COMMAND_GENERATE,
  LK_SNC_COMMAND_SET_CLOCK,
  LK_SNC_N_COMMANDS
} LkSncCommandId;

typedef enum
{
  LK_SNC_ENCODING_QUERY,     /* GET, parameters in the address */
  LK_SNC_ENCODING_FORM,      /* POST, application/x-www-form-urlencoded */
  LK_SNC_ENCODING_MULTIPART, /* POST, multipart/form-data: parameters first, then the file */
  LK_SNC_ENCODING_RAW,       /* POST, the file is the body, parameters in the address */
} LkSncEncoding;

typedef struct
{
  char *name; /* both may hold placeholders, see lk_snc_template_fill() */
  char *value;
} LkSncParameter;

typedef struct
{
  char *path; /* begins with '/' */
  LkSncEncoding encoding;
  const LkSncParameter *parameters;
  gsize n_parameters;
  char *file_field; /* the rest for uploads only; the field for multipart only */
  char *file_name;
  char *file_type;
} LkSncCommand;

/* Values for placeholders; what is not given leaves its placeholder in place. */
typedef struct
{
  guint slot;              /* {slot}, from 1 */
  const char *password;    /* {password} */
  const char *common_name; /* {common-name} */
  guint days;              /* {days} */
  const char *clock;       /* {clock} */
} LkSncArguments;

#define LK_TYPE_SNC_PROFILE (lk_snc_profile_get_type ())
G_DECLARE_FINAL_TYPE (LkSncProfile, lk_snc_profile, LK, SNC_PROFILE, GObject)

/* BAD_DATA naming file, group and key when the file cannot be used. */
LkSncProfile *lk_snc_profile_load (const char *path, GError **error);

/* @text as in a file; @origin stands for the file in messages. */
LkSncProfile *lk_snc_profile_new_from_text (const char *text,
                                            gssize length_bytes,
                                            const char *origin,
                                            GError **error);

/* Every profile there is, the user's own (XDG_DATA_HOME/latchkey/profiles) before the installed
 * ones and those built in; of files with one name only the first counts. @problems: (nullable)
 * (out) (element-type utf8) unusable files, one sentence each. */
GPtrArray *lk_snc_profile_list (GPtrArray **problems);

/* By its identifier, the file name without ".profile"; or by the model that a camera tells.
 * NOT_FOUND, naming unusable files. */
LkSncProfile *lk_snc_profile_find (const char *identifier, GError **error);
LkSncProfile *lk_snc_profile_find_for_model (const char *model, GError **error);

const char *lk_snc_profile_get_identifier (LkSncProfile *self);
const char *lk_snc_profile_get_name (LkSncProfile *self);
const char *lk_snc_profile_get_origin (LkSncProfile *self); /* its path, for messages */
/* whether its names were seen on a real camera */
gboolean lk_snc_profile_is_confirmed (LkSncProfile *self);

/* Recognising: ask for the group of LK_SNC_FIELD_MODEL and give the value here. Higher fits better,
 * 0: not this profile. */
guint lk_snc_profile_match_model (LkSncProfile *self, const char *model);

/* Inquiry: PATH?QUERY=GROUP&QUERY=GROUP, for example "/command/inquiry.cgi" and "inq". */
const char *lk_snc_profile_get_inquiry_path (LkSncProfile *self);
const char *lk_snc_profile_get_inquiry_query (LkSncProfile *self);
/* every group, in the file's order */
const char *const *lk_snc_profile_get_groups (LkSncProfile *self);

/* NULL where this camera has no such field. The parameter of a trusted-* field still holds
 * {slot}. */
const char *lk_snc_profile_get_group (LkSncProfile *self, LkSncField field);
const char *lk_snc_profile_get_parameter (LkSncProfile *self, LkSncField field);
/* (nullable) with the slot filled in */
char *lk_snc_profile_dup_parameter (LkSncProfile *self, LkSncField field, guint slot);

/* The camera's value for an option, NULL where it is not offered; and back, NULL for an unknown
 * value. */
const char *lk_snc_profile_get_value (LkSncProfile *self, LkSncField field, const char *option);
const char *lk_snc_profile_find_option (LkSncProfile *self, LkSncField field, const char *value);

/* NULL where this camera has no such command. */
const LkSncCommand *lk_snc_profile_get_command (LkSncProfile *self, LkSncCommandId id);

/* Whether an answer to a command means that it was carried out. @body: (nullable) */
gboolean lk_snc_profile_is_success (LkSncProfile *self, guint status, const char *body);

typedef struct
{
  gboolean answers_in_var_lines; /* var name="value" instead of name=value&… */
  /* percent-encoded values in name=value&…, backslashes in var lines */
  gboolean values_are_escaped;
  /* (nullable) path to be sent as Referer, absolute from the camera's address */
  const char *referer;
  guint success_status;     /* what this camera answers to a command that it carried out */
  const char *success_body; /* (nullable) */
} LkSncQuirks;

typedef struct
{
  guint trusted_slots;         /* 1 to 4 */
  guint key_password_max;      /* characters */
  gsize certificate_max_bytes; /* of one trusted CA file, 0: not known */
  LkPkcs12Reader pkcs12;       /* of server certificates */
} LkSncLimits;

LkSncQuirks lk_snc_profile_get_quirks (LkSncProfile *self);
LkSncLimits lk_snc_profile_get_limits (LkSncProfile *self);

/* The camera's way to write its clock, both ways; UTC. Parsing gives NULL for what it cannot
 * read. */
char *lk_snc_profile_format_clock (LkSncProfile *self, GDateTime *utc);
GDateTime *lk_snc_profile_parse_clock (LkSncProfile *self, const char *text);

/* What only the simulated camera needs: "Model", "Firmware", "DateFormat" of periods; (nullable). */
const char *lk_snc_profile_get_simulation (LkSncProfile *self, const char *key);

/* The text with its placeholders replaced; (transfer full). The caller wipes it when a password was
 * filled in. */
char *lk_snc_template_fill (const char *text, const LkSncArguments *arguments);

const char *lk_snc_field_get_name (LkSncField field);
const char *lk_snc_command_get_name (LkSncCommandId id);

G_END_DECLS
