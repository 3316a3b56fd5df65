/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* SOAP 1.2 (W3C, Part 1) as ONVIF uses it: document/literal, one element in the Body. Requests are
 * written as text, because they may hold secrets and are wiped; answers are read by libxml2 without
 * DTD, entities or network, and within limits. Elements are found by local name alone: cameras are
 * careless with namespaces. Any thread. */

#pragma once

#include "base/lk-secret.h"

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

#define LK_SOAP_CONTENT_TYPE "application/soap+xml; charset=utf-8"
#define LK_SOAP_MAX_DEPTH    64
#define LK_SOAP_MAX_BYTES    (1024 * 1024)

/* Writing. What is in a writer may be secret: free it with lk_soap_writer_free(). @name is
 * "prefix:Name"; the prefixes tas, tds, tt, wsse, wsu, wsa and d are known. A NULL value leaves the
 * element out. */
typedef GString LkSoapWriter;

LkSoapWriter *lk_soap_writer_new (void);
void lk_soap_writer_free (LkSoapWriter *self);
void lk_soap_write_open (LkSoapWriter *self, const char *name);
void lk_soap_write_close (LkSoapWriter *self, const char *name);
void lk_soap_write_text (LkSoapWriter *self, const char *name, const char *text);
void lk_soap_write_secret (LkSoapWriter *self, const char *name, LkSecret *secret);
void lk_soap_write_boolean (LkSoapWriter *self, const char *name, gboolean value);
void lk_soap_write_number (LkSoapWriter *self, const char *name, gint64 value);
void lk_soap_write_der (LkSoapWriter *self, const char *name, GBytes *der);
void lk_soap_write_time (LkSoapWriter *self, const char *name, GDateTime *utc);

/* The envelope; @header and @arguments (nullable) are what stands in the Header and in the element
 * @name. The bytes are wiped when the last reference goes. */
GBytes *lk_soap_envelope_new (LkSoapWriter *header, const char *name, LkSoapWriter *arguments);

/* Reading */
typedef struct _LkSoapReply LkSoapReply;

typedef struct
{
  char *code;    /* local names: "Sender", "Receiver" */
  char *subcode; /* (nullable) "InvalidArgVal" */
  char *detail;  /* (nullable) the inner subcode, "CertificateID" */
  char *reason;  /* what the camera says, valid UTF-8 on one line */
} LkSoapFault;

/* BAD_DATA for what is no SOAP 1.2 message within the limits. */
LkSoapReply *lk_soap_reply_new (GBytes *bytes, GError **error);
void lk_soap_reply_free (LkSoapReply *self);
const LkSoapFault *lk_soap_reply_get_fault (LkSoapReply *self); /* (nullable) */
/* the element in the Body; (nullable) */
const xmlNode *lk_soap_reply_get_content (LkSoapReply *self);
const xmlNode *lk_soap_reply_get_header (LkSoapReply *self); /* (nullable) */

/* @path: local names joined by '/', each the first of its name; (nullable) where it is not
 * there. */
const xmlNode *lk_soap_find (const xmlNode *parent, const char *path);
const xmlNode *lk_soap_next (const xmlNode *node); /* the next sibling of the same local name */
gboolean lk_soap_is (const xmlNode *node, const char *local_name);

/* (transfer full); @path NULL: @parent itself. NULL where it is not there. */
char *lk_soap_dup_text (const xmlNode *parent, const char *path);
char *lk_soap_dup_attribute (const xmlNode *node, const char *name);
/* base64; NULL also where it is none */
GBytes *lk_soap_dup_bytes (const xmlNode *parent, const char *path);
gboolean lk_soap_get_boolean (const xmlNode *parent, const char *path, gboolean fallback);
gint64 lk_soap_get_number (const xmlNode *parent, const char *path, gint64 fallback);
gboolean lk_soap_attribute_is_true (const xmlNode *node, const char *name);
gboolean lk_soap_text_is_true (const char *text); /* "true", "1" */

/* An xs:duration of days, hours, minutes and seconds, in milliseconds; -1 for what is none. */
gint64 lk_soap_parse_duration_ms (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LkSoapReply, lk_soap_reply_free)

G_END_DECLS
