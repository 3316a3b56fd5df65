/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks DER (X.690) with strict bounds and tolerant eyes: it reads whatever has a tag and a length
 * that fits, also the BER forms that certificates should not use, and leaves the judging to its
 * caller. Nothing is copied: an item points into the bytes of the cursor it came from, and these
 * must outlive it. Plain values, any thread. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is left to read. */
typedef struct
{
  const guint8 *data;
  gsize size;
} LkDer;

typedef struct
{
  guint8 id; /* the identifier octet: class, constructed bit and low tag number */
  gulong tag;
  const guint8 *whole; /* from the identifier on */
  gsize whole_size;
  const guint8 *content;
  gsize size;
  gboolean is_ber; /* indefinite length, or a longer form than needed */
} LkDerItem;

/* Identifier octets that X.509 uses. */
#define LK_DER_BOOLEAN      0x01
#define LK_DER_INTEGER      0x02
#define LK_DER_BIT_STRING   0x03
#define LK_DER_OCTET_STRING 0x04
#define LK_DER_NULL         0x05
#define LK_DER_OID          0x06
#define LK_DER_ENUMERATED   0x0a
#define LK_DER_UTF8_STRING  0x0c
#define LK_DER_SEQUENCE     0x30
#define LK_DER_SET          0x31
#define LK_DER_UTC_TIME     0x17
#define LK_DER_GENERALIZED  0x18
#define LK_DER_CONTEXT(n)   (0x80 | (n))
#define LK_DER_EXPLICIT(n)  (0xa0 | (n))

/* How a time was written (RFC 5280 4.1.2.5). */
typedef enum
{
  LK_TIME_NONE,
  LK_TIME_UTC,
  LK_TIME_GENERALIZED
} LkTimeForm;

typedef enum
{
  LK_TIME_ODD_NO_SECONDS = 1 << 0,
  LK_TIME_ODD_FRACTION = 1 << 1,
  LK_TIME_ODD_ZONE = 1 << 2,  /* an offset, or no zone at all, where Z belongs */
  LK_TIME_ODD_RANGE = 1 << 3, /* GeneralizedTime before 2050 */
  LK_TIME_ODD_UNREADABLE = 1 << 4
} LkTimeOddity;

LkDer lk_der_new (const guint8 *data, gsize size);
LkDer lk_der_from_bytes (GBytes *bytes);
LkDer lk_der_enter (const LkDerItem *item);

/* Takes the next item off the cursor; FALSE at its end, or where no item can be read. */
gboolean lk_der_next (LkDer *der, LkDerItem *item);

/* The same, but only if its identifier is @id; otherwise the cursor stays where it is. */
gboolean lk_der_take (LkDer *der, guint8 id, LkDerItem *item);

/* Whether the bytes are one item after the other to their very end. */
gboolean lk_der_is_whole (LkDer der);

char *lk_der_dup_oid (const LkDerItem *item); /* (nullable): dotted */
/* FALSE when it is longer than 8 bytes */
gboolean lk_der_get_int (const LkDerItem *item, gint64 *value);
gboolean lk_der_get_boolean (const LkDerItem *item, gboolean *value);
guint lk_der_count_bits (const LkDerItem *integer);  /* of a positive INTEGER */
char *lk_der_dup_serial (const LkDerItem *integer);  /* lower-case hex; "-" before a negative one */
LkDer lk_der_get_bits (const LkDerItem *bit_string); /* without the count of unused bits */

/* (nullable): any string type as UTF-8; what is read may hold NULs, what is duplicated has "\00"
 * for them, as an embedded NUL would hide the rest. */
GString *lk_der_read_string (const LkDerItem *item);
char *lk_der_dup_string (const LkDerItem *item);

GDateTime *lk_der_dup_time (const LkDerItem *item, LkTimeOddity *oddity); /* (nullable): UTC */

/* What an OCTET STRING holds, also one in pieces (X.690 8.7.3). */
GBytes *lk_der_dup_octets (const LkDerItem *octet_string);

GBytes *lk_der_dup_bytes (const LkDerItem *item); /* a copy of the whole item */

G_END_DECLS
